// Command ssh-server lets one key run Git's own server on the repositories below a folder, as a forge
// does. Its arguments are the folder, the host's private key, and the file with the public key that may
// come in. It answers on the loopback interface until its standard input ends, and prints its port.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"

	"golang.org/x/crypto/ssh"
)

var command = regexp.MustCompile(`^(git-upload-pack|git-receive-pack) '/?([\w./-]+)'$`)

func configure(hostKeyFile, publicKeyFile string) (*ssh.ServerConfig, error) {
	hostKey, err := os.ReadFile(hostKeyFile)
	if err != nil {
		return nil, err
	}
	signer, err := ssh.ParsePrivateKey(hostKey)
	if err != nil {
		return nil, err
	}
	line, err := os.ReadFile(publicKeyFile)
	if err != nil {
		return nil, err
	}
	allowed, _, _, _, err := ssh.ParseAuthorizedKey(line)
	if err != nil {
		return nil, err
	}
	config := &ssh.ServerConfig{
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if bytes.Equal(key.Marshal(), allowed.Marshal()) {
				return &ssh.Permissions{}, nil
			}
			return nil, errors.New("unknown key")
		},
	}
	config.AddHostKey(signer)
	return config, nil
}

// execute runs what a session asks for, and gives its exit code.
func execute(root, text string, channel ssh.Channel) uint32 {
	parts := command.FindStringSubmatch(text)
	if parts == nil || !filepath.IsLocal(parts[2]) {
		fmt.Fprintln(channel.Stderr(), "only Git is served")
		return 128
	}
	child := exec.Command("git", parts[1][len("git-"):], filepath.Join(root, parts[2]))
	child.Stdout, child.Stderr = channel, channel.Stderr()
	input, err := child.StdinPipe()
	if err != nil {
		return 1
	}
	if err := child.Start(); err != nil {
		return 1
	}
	go func() {
		_, _ = io.Copy(input, channel)
		_ = input.Close()
	}()
	if err := child.Wait(); err != nil {
		return 1
	}
	return 0
}

func session(root string, channel ssh.Channel, requests <-chan *ssh.Request) {
	for request := range requests {
		var payload struct{ Command string }
		if request.Type != "exec" || ssh.Unmarshal(request.Payload, &payload) != nil {
			_ = request.Reply(false, nil)
			continue
		}
		_ = request.Reply(true, nil)
		code := execute(root, payload.Command, channel)
		_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Code uint32 }{code}))
		_ = channel.Close()
	}
}

func connection(root string, socket net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(socket, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for each := range channels {
		if each.ChannelType() != "session" {
			_ = each.Reject(ssh.UnknownChannelType, "only sessions")
			continue
		}
		if channel, requests, err := each.Accept(); err == nil {
			go session(root, channel, requests)
		}
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return errors.New("usage: ssh-server FOLDER HOST-KEY PUBLIC-KEY")
	}
	config, err := configure(args[1], args[2])
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for {
		socket, err := listener.Accept()
		if err != nil {
			return err
		}
		go connection(args[0], socket, config)
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
