using Npgsql;

namespace Pdp.ControlStub.Store.Postgres;

/// <summary>Reads where a database is, in either of the forms in use.</summary>
internal static class PostgresAddress
{
    private static readonly string[] _schemes = ["postgres", "postgresql"];

    /// <summary>Reads <c>Host=…;Username=…</c> or <c>postgres://user:password@host:port/database?option=value</c>.</summary>
    /// <exception cref="StoreException">It is neither. The message does not repeat it, for it holds a secret.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            var trimmed = text.Trim();
            var builder = Uri.TryCreate(trimmed, UriKind.Absolute, out var address) && _schemes.Contains(address.Scheme)
                ? OfUri(address)
                : new NpgsqlConnectionStringBuilder(trimmed);
            return string.IsNullOrEmpty(builder.Host) ? throw new ArgumentException("no host", nameof(text)) : builder;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw new StoreException(
                "The PostgreSQL connection cannot be read: write 'Host=…;Port=…;Database=…;Username=…;Password=…' or "
                + "'postgres://user:password@host:port/database'.");
        }
    }

    private static NpgsqlConnectionStringBuilder OfUri(Uri address)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
        };
        if (address.Port > 0)
            builder.Port = address.Port;
        var user = address.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var option in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (option.Split('=', 2) is [var name, var value])
                // libpq writes sslmode, Npgsql SSL Mode.
                builder[name == "sslmode" ? "SSL Mode" : Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value).Replace("-", "", StringComparison.Ordinal);
        return builder;
    }
}
