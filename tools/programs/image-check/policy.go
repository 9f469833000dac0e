package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strconv"

	"github.com/Masterminds/semver/v3"
	"github.com/fluxcd/pkg/version"
)

type imagePolicy struct {
	Policy struct {
		Semver *struct {
			Range string `json:"range"`
		} `json:"semver"`
		Alphabetical *struct {
			Order string `json:"order"`
		} `json:"alphabetical"`
		Numerical *struct {
			Order string `json:"order"`
		} `json:"numerical"`
	} `json:"policy"`
	FilterTags *struct {
		Pattern string `json:"pattern"`
		Extract string `json:"extract"`
	} `json:"filterTags"`
}

// The latest of an image's tags under a policy, as image-reflector-controller v1.2 chooses it
// (internal/policy): what the filter extracts is compared, and the tag that it came from is chosen.
func latestCheck(line []byte) (any, error) {
	var in struct {
		imagePolicy
		Tags []string `json:"tags"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	extracted := map[string]string{}
	for _, tag := range in.Tags {
		extracted[tag] = tag
	}
	if in.FilterTags != nil {
		pattern, err := regexp.Compile(in.FilterTags.Pattern)
		if err != nil {
			return nil, err
		}
		extracted = map[string]string{}
		for _, tag := range in.Tags {
			match := pattern.FindStringSubmatchIndex(tag)
			if match == nil {
				continue
			}
			value := tag
			if in.FilterTags.Extract != "" {
				value = string(pattern.ExpandString(nil, in.FilterTags.Extract, tag, match))
			}
			extracted[value] = tag
		}
	}
	values := []string{}
	for value := range extracted {
		values = append(values, value)
	}
	sort.Strings(values)
	value, err := in.latest(values)
	if err != nil {
		return nil, err
	}
	return extracted[value], nil
}

func (p imagePolicy) latest(values []string) (string, error) {
	if len(values) == 0 {
		return "", fmt.Errorf("no tag matches")
	}
	switch {
	case p.Policy.Semver != nil:
		return latestVersion(values, p.Policy.Semver.Range)
	case p.Policy.Alphabetical != nil:
		if p.Policy.Alphabetical.Order == "desc" {
			return values[0], nil
		}
		return values[len(values)-1], nil
	case p.Policy.Numerical != nil:
		return latestNumber(values, p.Policy.Numerical.Order == "desc")
	}
	return "", fmt.Errorf("no policy")
}

func latestVersion(values []string, wanted string) (string, error) {
	constraint, err := semver.NewConstraint(wanted)
	if err != nil {
		return "", err
	}
	var latest *semver.Version
	for _, value := range values {
		each, err := version.ParseVersion(value)
		if err == nil && constraint.Check(each) && (latest == nil || each.GreaterThan(latest)) {
			latest = each
		}
	}
	if latest == nil {
		return "", fmt.Errorf("no version in %s", wanted)
	}
	return latest.Original(), nil
}

func latestNumber(values []string, descending bool) (string, error) {
	chosen, best := "", 0.0
	for index, value := range values {
		number, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return "", err
		}
		if index == 0 || (descending && number < best) || (!descending && number > best) {
			chosen, best = value, number
		}
	}
	return chosen, nil
}
