using System.Data.Common;
using System.Globalization;
using Pdp.ControlStub.Store.Sql;

namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>A row by column names, whatever the database calls its types.</summary>
internal sealed class SnapshotRow(DbDataReader row)
{
    public string Text(string column) => row.GetString(row.GetOrdinal(column));

    public string? TextOrNull(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : Text(column);

    public long Number(string column) => row.GetInt64(row.GetOrdinal(column));

    public long? NumberOrNull(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : Number(column);

    public bool Flag(string column) => Convert.ToBoolean(row.GetValue(row.GetOrdinal(column)), CultureInfo.InvariantCulture);

    public byte[] Bytes(string column) => (byte[])row.GetValue(row.GetOrdinal(column));

    public DateTimeOffset Time(string column) => Stored.Time(Number(column));

    public DateTimeOffset? TimeOrNull(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : Time(column);
}
