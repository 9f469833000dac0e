package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/fluxcd/pkg/sourceignore"
)

// Says of each path whether it is left out of an artifact. The lines that put the patterns
// together are source-controller's (v1.9.5, gitrepository_controller.go) and those of
// fluxcd/pkg/artifact v0.18.3, storage/archive.go, which cannot be had as modules.
func ignoreCheck(line []byte) (any, error) {
	var in struct {
		Files map[string]string `json:"files"`
		Spec  *string           `json:"spec"`
		Paths []struct {
			Path      string `json:"path"`
			Directory bool   `json:"directory"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	root, err := os.MkdirTemp("", "flux-check-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(root)
	for name, text := range in.Files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	domain := strings.Split(root, string(filepath.Separator))
	patterns, err := sourceignore.LoadIgnorePatterns(root, domain)
	if err != nil {
		return nil, err
	}
	if in.Spec != nil {
		patterns = append(patterns, sourceignore.ReadPatterns(strings.NewReader(*in.Spec), domain)...)
	}
	matcher := sourceignore.NewDefaultMatcher(patterns, domain)
	if len(patterns) > 0 {
		matcher = sourceignore.NewMatcher(append(sourceignore.VCSPatterns(domain), patterns...))
	}
	answers := make([]bool, len(in.Paths))
	for index, each := range in.Paths {
		path := strings.Split(filepath.Join(root, filepath.FromSlash(each.Path)), string(filepath.Separator))
		answers[index] = matcher.Match(path, each.Directory)
	}
	return answers, nil
}
