package main

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
)

// Order is a row of the sharded table.
type Order struct {
	OrderID int64 `gorm:"primaryKey;autoIncrement"`
	UserID  int
	Status  string `gorm:"size:50"`
}

// TableName is the logical table's.
func (Order) TableName() string { return "t_order" }

// Author and Book are made by AutoMigrate.
type Author struct {
	ID        uint
	Name      string `gorm:"size:40;uniqueIndex"`
	Score     float64
	CreatedAt time.Time
	DeletedAt gorm.DeletedAt `gorm:"index"`
	Books     []Book
}

// Book belongs to an author.
type Book struct {
	ID       uint
	Title    string `gorm:"size:80;index:by_title,priority:2"`
	Kind     string `gorm:"type:enum('a','b');default:a;index:by_title,priority:1"`
	AuthorID uint
	Author   *Author `gorm:"constraint:OnDelete:CASCADE"`
}

// AuthorWider is Author with another column and a longer name.
type AuthorWider struct {
	ID    uint
	Name  string `gorm:"size:90;uniqueIndex"`
	Extra string `gorm:"size:10;default:none;comment:it's new"`
}

// TableName is Author's.
func (AuthorWider) TableName() string { return "authors" }

func open(port, database string, prepare bool) *gorm.DB {
	db, err := gorm.Open(mysql.Open(address(port, database, "&charset=utf8mb4")),
		&gorm.Config{Logger: logger.Discard, PrepareStmt: prepare, TranslateError: true})
	if err != nil {
		panic(err)
	}
	return db
}

func overGorm(port string) int {
	c := &checks{name: "GORM " + port}
	for _, prepare := range []bool{false, true} {
		shop := open(port, "sharding_db", prepare)
		c.check(fmt.Sprint("rows of the sharded table, prepared: ", prepare), func() error {
			if err := shop.Exec("DELETE FROM t_order").Error; err != nil {
				return err
			}
			first := Order{UserID: 3, Status: "new"}
			if err := shop.Create(&first).Error; err != nil {
				return err
			}
			var read Order
			if err := shop.First(&read, first.OrderID).Error; err != nil {
				return err
			}
			if err := equal(first, read); err != nil {
				return err
			}
			var many []Order
			for i := 1; i <= 25; i++ {
				many = append(many, Order{OrderID: int64(1000 + i), UserID: i % 5, Status: fmt.Sprint("s", i%2)})
			}
			if err := shop.CreateInBatches(&many, 10).Error; err != nil {
				return err
			}
			var page []Order
			if err := shop.Where("status = ?", "s1").Order("order_id DESC").Offset(2).Limit(3).Find(&page).Error; err != nil {
				return err
			}
			if err := equal("1021 1019 1017", fmt.Sprint(page[0].OrderID, page[1].OrderID, page[2].OrderID)); err != nil {
				return err
			}
			var count int64
			if err := shop.Model(&Order{}).Where("user_id IN ? AND order_id BETWEEN 1001 AND 1025", []int{1, 2}).Count(&count).Error; err != nil {
				return err
			}
			if err := equal(10, count); err != nil {
				return err
			}
			changed := shop.Model(&Order{}).Where("user_id = ?", 2).Updates(map[string]any{"status": gorm.Expr("CONCAT(status, ?)", "!")})
			if changed.Error != nil {
				return changed.Error
			}
			if err := equal(5, changed.RowsAffected); err != nil {
				return err
			}
			type group struct {
				UserID int
				N      int
			}
			var groups []group
			if err := shop.Model(&Order{}).Select("user_id, COUNT(*) AS n").Where("order_id BETWEEN ? AND ?", 1001, 1025).Group("user_id").Having("n > ?", 4).
				Order("user_id").Scan(&groups).Error; err != nil {
				return err
			}
			if err := equal("[{0 5} {1 5} {2 5} {3 5} {4 5}]", groups); err != nil {
				return err
			}
			again := Order{OrderID: 1007, UserID: 2, Status: "upserted"}
			if err := shop.Clauses(clause.OnConflict{DoUpdates: clause.AssignmentColumns([]string{"status"})}).Create(&again).Error; err != nil {
				return err
			}
			var changedOne Order
			if err := shop.First(&changedOne, "order_id = ? AND user_id = ?", 1007, 2).Error; err != nil {
				return err
			}
			if err := equal("upserted", changedOne.Status); err != nil {
				return err
			}
			err := shop.Create(&Order{OrderID: 1008, UserID: 3}).Error
			if err := equal(true, errors.Is(err, gorm.ErrDuplicatedKey)); err != nil {
				return err
			}
			return equal(true, errors.Is(shop.First(&Order{}, 471100).Error, gorm.ErrRecordNotFound))
		})
		c.check(fmt.Sprint("transactions and savepoints, prepared: ", prepare), func() error {
			err := shop.Transaction(func(outer *gorm.DB) error {
				if err := outer.Model(&Order{}).Where("order_id = ?", 1001).Update("status", "outer").Error; err != nil {
					return err
				}
				_ = outer.Transaction(func(inner *gorm.DB) error {
					inner.Model(&Order{}).Where("order_id <= ?", 1004).Update("status", "inner")
					return errors.New("back")
				})
				var locked Order
				return outer.Clauses(clause.Locking{Strength: "UPDATE"}).First(&locked, "order_id = ?", 1002).Error
			})
			if err != nil {
				return err
			}
			var inner int64
			shop.Model(&Order{}).Where("status = ?", "inner").Count(&inner)
			var first Order
			shop.First(&first, 1001)
			return equal("0 outer", fmt.Sprint(inner, " ", first.Status))
		})
	}
	app := open(port, "app_db", false)
	c.check("AutoMigrate makes tables, twice", func() error {
		if err := app.Migrator().DropTable(&Book{}, &Author{}); err != nil {
			return err
		}
		for i := 0; i < 2; i++ {
			if err := app.AutoMigrate(&Author{}, &Book{}); err != nil {
				return err
			}
		}
		tables, err := app.Migrator().GetTables()
		if err != nil {
			return err
		}
		found := 0
		for _, name := range tables {
			if name == "authors" || name == "books" {
				found++
			}
		}
		if err := equal(2, found); err != nil {
			return err
		}
		for _, is := range []bool{app.Migrator().HasTable("books"), app.Migrator().HasColumn(&Book{}, "Kind"), app.Migrator().HasIndex(&Book{}, "by_title"),
			app.Migrator().HasConstraint(&Author{}, "Books"), !app.Migrator().HasTable("nothing")} {
			if !is {
				return errors.New("the migrator does not see what it has made")
			}
		}
		return equal("app_db", app.Migrator().CurrentDatabase())
	})
	c.check("AutoMigrate widens a table", func() error {
		if err := app.AutoMigrate(&AuthorWider{}); err != nil {
			return err
		}
		types, err := app.Migrator().ColumnTypes(&AuthorWider{})
		if err != nil {
			return err
		}
		for _, each := range types {
			if each.Name() == "name" {
				length, _ := each.Length()
				if err := equal(90, length); err != nil {
					return err
				}
			}
		}
		return equal(true, app.Migrator().HasColumn(&AuthorWider{}, "extra"))
	})
	c.check("associations, soft delete", func() error {
		author := Author{Name: "ann", Books: []Book{{Title: "one"}, {Title: "two", Kind: "b"}}}
		if err := app.Create(&author).Error; err != nil {
			return err
		}
		var read Author
		if err := app.Preload("Books", func(db *gorm.DB) *gorm.DB { return db.Order("title DESC") }).First(&read, "name = ?", "ann").Error; err != nil {
			return err
		}
		if err := equal("two b one a", fmt.Sprint(read.Books[0].Title, " ", read.Books[0].Kind, " ", read.Books[1].Title, " ", read.Books[1].Kind)); err != nil {
			return err
		}
		var joined []Book
		if err := app.Joins("Author").Where("Author.name = ?", "ann").Find(&joined).Error; err != nil {
			return err
		}
		if err := equal(2, len(joined)); err != nil {
			return err
		}
		app.Delete(&read)
		var hidden, all int64
		app.Model(&Author{}).Count(&hidden)
		app.Unscoped().Model(&Author{}).Count(&all)
		return equal("0 1", fmt.Sprint(hidden, " ", all))
	})
	return c.over()
}
