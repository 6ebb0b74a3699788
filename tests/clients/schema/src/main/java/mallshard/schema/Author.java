package mallshard.schema;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.util.ArrayList;
import java.util.List;

/** Of a schema without rules; its key comes from a table of sequences. */
@Entity(name = "Author")
@Table(name = "h_author", uniqueConstraints = @UniqueConstraint(name = "by_name", columnNames = "name"))
public class Author {
  public enum Kind { NOVEL, POEM }

  @Id
  @GeneratedValue(strategy = GenerationType.TABLE)
  public Long id;
  @Column(length = 40, nullable = false)
  public String name;
  public Kind kind;
  public boolean living;
  @Column(columnDefinition = "json")
  public String data;
  @OneToMany(mappedBy = "author", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("title desc")
  public List<Book> books = new ArrayList<>();
}
