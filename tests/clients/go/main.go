// go-sql-driver and GORM against the proxy of PROXY_PORT; the same checks run on
// the plain server of PLAIN_PORT, which shows that they are right.
package main

import (
	"fmt"
	"os"
)

type checks struct {
	name         string
	done, failed int
}

func (c *checks) check(what string, run func() error) {
	c.done++
	if err := run(); err != nil {
		c.failed++
		fmt.Printf("FAIL  %s: %s: %v\n", c.name, what, err)
	}
}

func (c *checks) over() int {
	state := "ok  "
	if c.failed > 0 {
		state = "FAIL"
	}
	fmt.Printf("%s  %s: %d of %d checks\n", state, c.name, c.done-c.failed, c.done)
	return c.failed
}

func equal(want, got any) error {
	if fmt.Sprint(want) != fmt.Sprint(got) {
		return fmt.Errorf("expected %v, got %v", want, got)
	}
	return nil
}

func address(port, database, more string) string {
	return "root:root@tcp(127.0.0.1:" + os.Getenv(port) + ")/" + database + "?parseTime=true&loc=UTC" + more
}

func main() {
	failed := 0
	for _, port := range []string{"PLAIN_PORT", "PROXY_PORT"} {
		for _, more := range []string{"", "&interpolateParams=true&clientFoundRows=true", "&multiStatements=true&collation=utf8mb4_unicode_ci"} {
			failed += overDriver(port, more)
		}
		failed += overGorm(port)
	}
	if failed > 0 {
		os.Exit(1)
	}
}
