# Everything installs what it needs by itself: Node 20.20 or later, npm and make are enough.
# The tests on a real cluster also want Go; without it they are skipped, except in CI.
.DEFAULT_GOAL := synth
.PHONY: synth test bench clean help

# npm writes this file when an installation is complete.
installed := node_modules/.package-lock.json

## synth: write every cluster's manifests from TypeScript, and say what was written (the default)
synth: $(installed)
	@node bin/sluice.mjs synth

## test: build, check and test everything, with a real Kubernetes API and Flux; ends with the count
test: $(installed)
	@node --import tsx tools/test-all.ts

## bench: time synth against stock cdk8s on the same tree
bench: $(installed)
	@npm run --silent bench

## clean: remove what was built and installed; manifests stay
clean:
	rm -rf dist .sluice coverage node_modules

## help: this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

$(installed): package-lock.json
	npm ci --no-audit --no-fund
	@touch $@
