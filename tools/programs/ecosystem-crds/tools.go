//go:build tools

// Package tools keeps in go.mod the packages whose types the CRDs are made from.
package tools

import (
	_ "github.com/fluxcd/source-watcher/api/v2/v1beta1"
	_ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	_ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1alpha1"
	_ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1beta1"
)
