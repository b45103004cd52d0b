using System.Globalization;
using System.Text;
using Dapper;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>
/// Many rows for one statement: <c>(@a0, @b0), (@a1, @b1)</c>, to be put after <c>values</c>. Databases call the columns of such a list
/// column1, column2 and so on.
/// </summary>
internal sealed record RowList(string Sql, DynamicParameters Parameters)
{
    /// <summary>Most rows in one statement: databases limit the parameters.</summary>
    private const int MostRows = 500;

    /// <summary>Lists of rows, none of them too long; none at all where there are no rows.</summary>
    public static IEnumerable<RowList> Of<T>(IEnumerable<T> rows, params Func<T, object?>[] columns) =>
        rows.Chunk(MostRows).Select(chunk => OfChunk(chunk, columns));

    private static RowList OfChunk<T>(T[] rows, Func<T, object?>[] columns)
    {
        var (sql, parameters) = (new StringBuilder(), new DynamicParameters());
        for (var row = 0; row < rows.Length; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Length; column++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + column)}{row}");
                sql.Append(column == 0 ? "@" : ", @").Append(name);
                parameters.Add(name, columns[column](rows[row]));
            }

            sql.Append(')');
        }

        return new RowList(sql.ToString(), parameters);
    }
}
