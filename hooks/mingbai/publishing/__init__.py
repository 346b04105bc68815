"""Publishing: a finished stage is verified and becomes the site."""
