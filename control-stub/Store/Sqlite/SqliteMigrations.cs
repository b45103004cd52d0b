using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>Brings a database to the newest schema: numbered scripts, each applied once, each in a transaction.</summary>
internal static class SqliteMigrations
{
    private const string Prefix = "Pdp.ControlStub.Store.Sqlite.Migrations.";

    /// <summary>The newest version this program knows.</summary>
    public static int Newest { get; } = Scripts().Max(s => s.Version);

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="StoreException">The database was written by a newer program.</exception>
    public static void Apply(SqliteConnection connection, TimeProvider time)
    {
        connection.Execute("create table if not exists schema_versions (version integer primary key, applied_at integer not null)");
        var current = connection.ExecuteScalar<int>("select coalesce(max(version), 0) from schema_versions");
        if (current > Newest)
            throw new StoreException(
                $"The data directory has schema version {current}; this program knows {Newest}. Start the newer version again, or another data directory.");
        foreach (var (version, name) in Scripts().Where(s => s.Version > current).OrderBy(s => s.Version))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Read(name), transaction: transaction);
            connection.Execute(
                "insert into schema_versions (version, applied_at) values (@version, @at)",
                new { version, at = Stored.Time(time.GetUtcNow()) },
                transaction);
            transaction.Commit();
        }
    }

    private static IEnumerable<(int Version, string Name)> Scripts() =>
        from name in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where name.StartsWith(Prefix, StringComparison.Ordinal)
        select (int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), name);

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
