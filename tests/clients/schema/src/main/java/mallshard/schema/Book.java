package mallshard.schema;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** Of an author. */
@Entity(name = "Book")
@Table(name = "h_book", indexes = @Index(name = "by_title", columnList = "title"))
public class Book {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Integer id;
  @Column(length = 80)
  public String title;
  @ManyToOne(optional = false)
  @JoinColumn(foreignKey = @ForeignKey(name = "of_author"))
  public Author author;

  public Book() {}

  public Book(Author author, String title) {
    this.author = author;
    this.title = title;
  }
}
