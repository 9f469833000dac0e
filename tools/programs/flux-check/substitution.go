package main

import (
	"context"
	"encoding/json"

	"github.com/fluxcd/pkg/envsubst"
	"github.com/fluxcd/pkg/kustomize"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/kustomize/api/provider"
)

// The result is bytes, which JSON holds as base64: half a character may be left.
func envsubstCheck(line []byte) (any, error) {
	var in struct {
		Text      string            `json:"text"`
		Variables map[string]string `json:"variables"`
		Strict    bool              `json:"strict"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	out, err := envsubst.Eval(in.Text, func(name string) (string, bool) {
		value, exists := in.Variables[name]
		return value, exists || !in.Strict
	})
	return []byte(out), err
}

// A cluster that holds ConfigMaps and Secrets, by namespace and name.
type cluster struct {
	client.Client
	ConfigMaps map[string]map[string]string `json:"configMaps"`
	Secrets    map[string]map[string][]byte `json:"secrets"`
}

func (c cluster) Get(_ context.Context, key client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	found := false
	switch into := into.(type) {
	case *corev1.ConfigMap:
		into.Data, found = c.ConfigMaps[key.String()]
	case *corev1.Secret:
		into.Data, found = c.Secrets[key.String()]
	}
	if !found {
		return apierrors.NewNotFound(schema.GroupResource{}, key.Name)
	}
	return nil
}

func substituteCheck(line []byte) (any, error) {
	var in struct {
		Kustomization map[string]any  `json:"kustomization"`
		Object        json.RawMessage `json:"object"`
		Cluster       cluster         `json:"cluster"`
		Strict        bool            `json:"strict"`
		Always        bool            `json:"always"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	object, err := provider.NewDefaultDepProvider().GetResourceFactory().FromBytes(in.Object)
	if err != nil {
		return nil, err
	}
	text, err := object.AsYAML()
	if err != nil {
		return nil, err
	}
	if _, err = kustomize.SubstituteVariables(context.Background(), in.Cluster,
		unstructured.Unstructured{Object: in.Kustomization}, object,
		kustomize.SubstituteWithStrict(in.Strict), kustomize.SubstituteWithAlways(in.Always)); err != nil {
		return nil, err
	}
	changed, err := object.MarshalJSON()
	return map[string]any{"yaml": string(text), "object": json.RawMessage(changed)}, err
}
