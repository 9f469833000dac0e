// Command helm-check answers lines of JSON with what Flux's own code does, one line for each:
//
//	{"values": {…}}   fluxcd/pkg/chartutil composes values from a HelmRelease's references
//	{"name": {…}}     helm-controller's name for a release
//	{"install": {…}}  helm-controller installs a chart without a cluster: the release's manifest
//	{"range": {…}}    the newest of some versions that a range takes (Masterminds/semver)
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sort"
	"strings"

	"github.com/Masterminds/semver/v3"
	v2 "github.com/fluxcd/helm-controller/api/v2"
	"github.com/fluxcd/helm-controller/internal/action"
	"github.com/fluxcd/helm-controller/internal/release"
	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/chartutil"
	"github.com/fluxcd/pkg/version"
	"github.com/go-logr/logr"
	helmaction "helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

type question struct {
	Values  *valuesQuestion  `json:"values"`
	Name    *v2.HelmRelease  `json:"name"`
	Install *installQuestion `json:"install"`
	Range   *rangeQuestion   `json:"range"`
}

type valuesQuestion struct {
	Refs       []meta.ValuesReference       `json:"refs"`
	Values     map[string]any               `json:"values"`
	ConfigMaps map[string]map[string]string `json:"configMaps"`
	Secrets    map[string]map[string][]byte `json:"secrets"`
}

type installQuestion struct {
	Chart   string         `json:"chart"`
	Release v2.HelmRelease `json:"release"`
	Values  map[string]any `json:"values"`
	// The Kubernetes version that both sides render for.
	KubeVersion string `json:"kubeVersion"`
}

type rangeQuestion struct {
	Range    string   `json:"range"`
	Versions []string `json:"versions"`
}

type answer struct {
	Result any    `json:"result"`
	Error  string `json:"error,omitempty"`
}

// cluster is a client that finds what a question holds, and can do nothing else.
type cluster struct {
	client.Client
	*valuesQuestion
}

func (c cluster) Get(_ context.Context, key client.ObjectKey, object client.Object, _ ...client.GetOption) error {
	switch object := object.(type) {
	case *corev1.ConfigMap:
		if data, ok := c.ConfigMaps[key.Name]; ok {
			object.Data = data
			return nil
		}
	case *corev1.Secret:
		if data, ok := c.Secrets[key.Name]; ok {
			object.Data = data
			return nil
		}
	}
	return apierrors.NewNotFound(schema.GroupResource{}, key.Name)
}

func composeValues(q *valuesQuestion) (any, error) {
	values, err := chartutil.ChartValuesFromReferences(context.Background(), logr.Discard(),
		cluster{valuesQuestion: q}, "demo", q.Values, q.Refs...)
	return map[string]any(values), err
}

func install(q *installQuestion) (any, error) {
	chart, err := loader.Load(q.Chart)
	if err != nil {
		return nil, err
	}
	kubeVersion, err := common.ParseKubeVersion(q.KubeVersion)
	if err != nil {
		return nil, err
	}
	config := helmaction.NewConfiguration(helmaction.ConfigurationSetLogger(slog.DiscardHandler))
	rel, err := action.Install(context.Background(), config, &q.Release, chart,
		common.Values(q.Values), func(install *helmaction.Install) {
			install.DryRunStrategy = helmaction.DryRunClient
			install.KubeVersion = kubeVersion
		})
	if err != nil {
		return nil, err
	}
	var objects []json.RawMessage
	for _, document := range strings.Split("\n"+rel.Manifest, "\n---") {
		object, err := yaml.YAMLToJSON([]byte(document))
		if err != nil {
			return nil, err
		}
		if string(object) != "null" {
			objects = append(objects, object)
		}
	}
	return map[string]any{"name": rel.Name, "namespace": rel.Namespace, "objects": objects}, nil
}

// As source-controller's getLastMatchingVersionOrConstraint, whose module does not build here.
func newest(q *rangeQuestion) (any, error) {
	constraint, err := semver.NewConstraint(q.Range)
	if err != nil {
		return nil, err
	}
	var matching []*semver.Version
	for _, each := range q.Versions {
		v, err := version.ParseVersion(each)
		if err == nil && constraint.Check(v) {
			matching = append(matching, v)
		}
	}
	sort.Stable(sort.Reverse(semver.Collection(matching)))
	if len(matching) == 0 {
		return nil, nil
	}
	return matching[0].String(), nil
}

func reply(line []byte) (any, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, err
	}
	switch {
	case q.Values != nil:
		return composeValues(q.Values)
	case q.Name != nil:
		return release.ShortenName(q.Name.GetReleaseName()), nil
	case q.Install != nil:
		return install(q.Install)
	case q.Range != nil:
		return newest(q.Range)
	}
	return nil, fmt.Errorf("no question: %s", line)
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			result, problem := reply(line)
			a := answer{Result: result}
			if problem != nil {
				a = answer{Error: problem.Error()}
			}
			if err := out.Encode(a); err != nil {
				os.Exit(1)
			}
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			os.Exit(1)
		}
	}
}
