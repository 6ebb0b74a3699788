package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"
)

func number(err error) uint16 {
	var problem *mysql.MySQLError
	if errors.As(err, &problem) {
		return problem.Number
	}
	return 0
}

func ids(rows *sql.Rows, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return "", err
		}
		all = append(all, id)
	}
	return strings.Join(all, ","), rows.Err()
}

func overDriver(port, more string) int {
	c := &checks{name: "go-sql-driver " + port + more}
	db, err := sql.Open("mysql", address(port, "sharding_db", more))
	if err != nil {
		panic(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(8)
	ctx := context.Background()
	exec := func(text string, values ...any) (int64, error) {
		result, err := db.Exec(text, values...)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", text, err)
		}
		return result.RowsAffected()
	}
	key := ""
	if port == "PLAIN_PORT" {
		key = " AUTO_INCREMENT"
	}
	c.check("tables are created", func() error {
		if _, err := exec("DROP TABLE IF EXISTS t_order"); err != nil {
			return err
		}
		_, err := exec("CREATE TABLE t_order (order_id bigint NOT NULL" + key + " PRIMARY KEY, user_id int NOT NULL, status varchar(50), at datetime(6))")
		return err
	})
	c.check("rows are written and read", func() error {
		at := time.Date(2024, 2, 29, 23, 59, 59, 123456000, time.UTC)
		for i := 1; i <= 20; i++ {
			if _, err := exec("INSERT INTO t_order VALUES (?, ?, ?, ?)", i, i%4, fmt.Sprintf("it's \u4e2d %d", i), at); err != nil {
				return err
			}
		}
		var status string
		var read time.Time
		if err := db.QueryRow("SELECT status, at FROM t_order WHERE order_id = ? AND user_id = ?", 7, 3).Scan(&status, &read); err != nil {
			return err
		}
		if err := equal("it's \u4e2d 7 "+at.String(), status+" "+read.String()); err != nil {
			return err
		}
		got, err := ids(db.Query("SELECT order_id FROM t_order WHERE user_id IN (?, ?) ORDER BY order_id DESC LIMIT ?, ?", 1, 2, 2, 3))
		if err != nil {
			return err
		}
		return equal("14,13,10", got)
	})
	c.check("affected rows are changed ones, or found ones", func() error {
		if _, err := exec("UPDATE t_order SET status = 'same'"); err != nil {
			return err
		}
		got, err := exec("UPDATE t_order SET status = ?", "same")
		if err != nil {
			return err
		}
		want := 0
		if strings.Contains(more, "clientFoundRows") {
			want = 20
		}
		return equal(want, got)
	})
	c.check("a generated key", func() error {
		result, err := db.Exec("INSERT INTO t_order (user_id, status) VALUES (?, ?)", 3, "key")
		if err != nil {
			return err
		}
		id, _ := result.LastInsertId()
		got, err := exec("DELETE FROM t_order WHERE order_id = ? AND user_id = 3", id)
		if err != nil {
			return err
		}
		return equal(1, got)
	})
	c.check("a prepared statement serves many, at once too", func() error {
		statement, err := db.Prepare("SELECT COUNT(*) FROM t_order WHERE user_id = ? AND order_id > ?")
		if err != nil {
			return err
		}
		defer statement.Close()
		var wait sync.WaitGroup
		problems := make(chan error, 40)
		for i := 0; i < 40; i++ {
			wait.Add(1)
			go func(i int) {
				defer wait.Done()
				var n int
				if err := statement.QueryRow(i%4, 0).Scan(&n); err != nil {
					problems <- err
				} else if err := equal(5, n); err != nil {
					problems <- err
				}
			}(i)
		}
		wait.Wait()
		close(problems)
		return <-problems
	})
	c.check("transactions", func() error {
		tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
		if err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM t_order WHERE user_id = ?", 1); err != nil {
			return err
		}
		var n int
		if err := tx.QueryRow("SELECT COUNT(*) FROM t_order").Scan(&n); err != nil {
			return err
		}
		if err := equal(15, n); err != nil {
			return err
		}
		if err := tx.Rollback(); err != nil {
			return err
		}
		tx, err = db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return err
		}
		_, err = tx.Exec("DELETE FROM t_order")
		if err := equal(1792, number(err)); err != nil {
			return err
		}
		if err := tx.QueryRow("SELECT COUNT(*) FROM t_order").Scan(&n); err != nil {
			return err
		}
		if err := equal(20, n); err != nil {
			return err
		}
		return tx.Commit()
	})
	c.check("a cancelled query ends, and so does its connection", func() error {
		short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
		defer cancel()
		begin := time.Now()
		var n int
		if err := db.QueryRowContext(short, "SELECT SLEEP(10)").Scan(&n); err == nil {
			return errors.New("it was not cancelled")
		}
		if time.Since(begin) > 5*time.Second {
			return errors.New("it took too long")
		}
		return db.PingContext(ctx)
	})
	c.check("errors have the server's numbers", func() error {
		_, err := exec("INSERT INTO t_order (order_id, user_id) VALUES (?, ?)", 4, 0)
		if err := equal(1062, number(err)); err != nil {
			return err
		}
		_, err = exec("SELECT FROM nothing")
		if err := equal(1064, number(err)); err != nil {
			return err
		}
		_, err = exec("SELECT * FROM nothing WHERE a = ?", 1)
		return equal(1146, number(err))
	})
	c.check("column types", func() error {
		rows, err := db.Query("SELECT order_id, status, at, COUNT(*) OVER () AS n, 1.5 AS d FROM t_order WHERE order_id = 1")
		if err != nil {
			return err
		}
		defer rows.Close()
		types, err := rows.ColumnTypes()
		if err != nil {
			return err
		}
		var names []string
		for _, each := range types {
			names = append(names, each.Name()+" "+each.DatabaseTypeName())
		}
		return equal("order_id BIGINT,status VARCHAR,at DATETIME,n BIGINT,d DECIMAL", strings.Join(names, ","))
	})
	if strings.Contains(more, "multiStatements") {
		c.check("several statements", func() error {
			rows, err := db.Query("SELECT order_id FROM t_order WHERE order_id < 3 ORDER BY 1; SELECT 'x'")
			if err != nil {
				return err
			}
			defer rows.Close()
			var all []string
			for more := true; more; more = rows.NextResultSet() {
				for rows.Next() {
					var value string
					if err := rows.Scan(&value); err != nil {
						return err
					}
					all = append(all, value)
				}
			}
			return equal("1,2,x", strings.Join(all, ","))
		})
	}
	return c.over()
}
