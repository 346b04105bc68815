from dataclasses import dataclass
@dataclass
class SourceTree:
    texts: dict
    assets: tuple = ()
def read_tree(root, problems):
    t={}
    for d in ("docs","data"):
        for p in sorted((root/d).rglob("*")):
            if p.suffix in (".md",".yml"): t[p.relative_to(root).as_posix()]=p.read_text()
    return SourceTree(t)
