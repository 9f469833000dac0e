// Command oci-check is the other side of a published artifact: a registry that keeps what it is given
// in memory, and what Flux's source-controller pulls from one.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/fluxcd/pkg/oci"
	"github.com/google/go-containerregistry/pkg/registry"
)

// serve answers on the loopback interface until its standard input ends, and prints where.
func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	quiet := registry.Logger(log.New(io.Discard, "", 0))
	return http.Serve(listener, registry.New(quiet, registry.WithReferrersSupport(true)))
}

// pull unpacks an artifact into a folder, and prints its metadata.
func pull(url, folder string) error {
	address, err := oci.ParseArtifactURL(url)
	if err != nil {
		return err
	}
	client := oci.NewClient(oci.DefaultOptions())
	metadata, err := client.Pull(context.Background(), address, folder)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(metadata)
}

func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "serve":
		return serve()
	case len(args) == 3 && args[0] == "pull":
		return pull(args[1], args[2])
	}
	return fmt.Errorf("usage: oci-check serve | oci-check pull URL FOLDER")
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
