# 联办大厅。每个目标后面的 ## 就是它的说明；make help 列出来。
.DEFAULT_GOAL := help
.PHONY: help words setup setup-browser setup-parts up test parts bench faults probes proofs items lint lock clean
SHELL := /bin/bash
PYTHON_RUN := .venv/bin/python
# make bench ARGS="approvals"；make test ARGS="tests/kernel -k clock"
ARGS ?=
# 全部测试分到每个核上跑（各个进程看集合的先后要一样）；只跑一部分（ARGS）就不分
SIDE_BY_SIDE := --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
# BROWSER=no 不跑浏览器测试
BROWSER ?= yes
# SHORT=1 用小样本跑 bench、faults、probes、proofs、parts
SHORT ?=

help: ## 列出能做的事
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## 准备环境：.venv、依赖、网页脚本、译文（做过的不再做）
	@infra/setup

setup-browser: ## 另外准备浏览器和中文字体，只有测试要用
	@infra/setup browser

setup-parts: ## 另外准备对象存储和消息队列，只有 parts 和 faults 要用
	@infra/setup parts

up: setup ## 起服务，打印三个地址和演示账号
	@exec .venv/bin/hall up $(ARGS)

test: $(if $(filter no,$(BROWSER)),setup,setup-browser) ## 跑全部测试（BROWSER=no 不用浏览器；ARGS=… 只跑一部分）
	@PYTHONHASHSEED=$$RANDOM $(PYTHON_RUN) -m pytest -m "not parts" $(if $(ARGS),,$(SIDE_BY_SIDE)) $(if $(filter no,$(BROWSER)),--ignore=tests/journeys) $(ARGS)

parts: setup-parts ## 在真的外部部件上测试：对象存储、消息队列
	@$(PYTHON_RUN) -m pytest -m parts $(ARGS)

bench: setup ## 量速度，每一项和同一次跑出的界限比
	@$(PYTHON_RUN) -m infra.bench $(if $(SHORT),--short) $(ARGS)

faults: setup-parts ## 一边办件一边杀进程：一件不丢，一件不重
	@$(PYTHON_RUN) -m infra.faults $(if $(SHORT),--short) $(ARGS)

probes: setup ## 逐条路由探乡镇之间的墙
	@$(PYTHON_RUN) -m infra.probes $(if $(SHORT),--short) $(ARGS)

proofs: setup ## 拿办件随便怎么办，两千遍，每一步都查规矩（SHORT=1 只跑一百遍）
	@$(PYTHON_RUN) -m infra.proofs $(if $(SHORT),--short) $(ARGS)

items: setup ## 查全部事项表，再把每个样例从申请到办结真办一遍
	@.venv/bin/hall items check
	@EVERY_ITEM=1 $(PYTHON_RUN) -m pytest tests/cases/test_examples_filed.py $(ARGS)

lint: setup ## 查代码：ruff、mypy、导入方向
	@.venv/bin/ruff check platform tests infra modules && .venv/bin/ruff format --check platform tests infra modules
	@.venv/bin/mypy
	@.venv/bin/lint-imports

words: setup ## 收集新的中文词句，并进英文译文表（platform/jointhall/web/locale）
	@.venv/bin/pybabel -q extract -F platform/jointhall/web/locale/babel.cfg -k _ --no-location --sort-output --omit-header -o .cache/jointhall.pot platform/jointhall
	@.venv/bin/pybabel -q update --domain jointhall --input-file .cache/jointhall.pot --output-dir platform/jointhall/web/locale --locale en --no-fuzzy-matching --ignore-obsolete --omit-header --no-wrap

lock: ## 改了 pyproject.toml 的依赖以后，重新锁定版本（要有 uv）
	@uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml --output-file requirements.lock
	@uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate --constraint requirements.lock pyproject.toml --output-file infra/image.lock

clean: ## 删掉 .venv 和取来的东西；.hall 里的数据不动
	rm -rf .venv .cache node_modules platform/jointhall/web/static/vendor
