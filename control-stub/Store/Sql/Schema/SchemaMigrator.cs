using System.Data.Common;
using Dapper;

namespace Pdp.ControlStub.Store.Sql.Schema;

/// <summary>Brings a database to a version of the schema, one version after the other, each in a transaction.</summary>
/// <param name="connection">An open connection; the caller sees to it that nobody else migrates.</param>
/// <param name="versions">All versions this program knows, oldest first.</param>
/// <param name="time">The clock.</param>
internal sealed class SchemaMigrator(DbConnection connection, IReadOnlyList<SchemaVersion> versions, TimeProvider time)
{
    /// <summary>The newest version this program knows.</summary>
    public int Newest => versions[^1].Number;

    /// <summary>The version the database has; 0 when it is empty.</summary>
    public int Current()
    {
        connection.Execute(
            """
            create table if not exists schema_versions (version integer primary key, applied_at bigint not null);
            create table if not exists schema_floor (floor integer not null);
            """);
        return connection.ExecuteScalar<int>("select coalesce(max(version), 0) from schema_versions");
    }

    /// <summary>Makes the database fit for this program: applies what is missing, and leaves a newer schema alone.</summary>
    /// <exception cref="StoreException">The schema is newer than this program can work with.</exception>
    public void Open()
    {
        var current = Current();
        if (current <= Newest)
        {
            Migrate(Newest);
            return;
        }

        var floor = connection.ExecuteScalar<int?>("select max(floor) from schema_floor") ?? current;
        if (floor > Newest)
            throw new StoreException(
                $"The store has schema version {current}, which needs a program that knows version {floor} or newer; this one knows {Newest}. "
                + "Start the newer version again, or go back with its 'pdp-control migrate --to'.");
    }

    /// <summary>Goes to a version, up or down.</summary>
    /// <returns>The version it was at.</returns>
    /// <exception cref="StoreException">This program does not know the way.</exception>
    public int Migrate(int target)
    {
        var current = Current();
        if (current > Newest)
            throw new StoreException($"The store has schema version {current}; this program knows {Newest}. Migrate with the program that brought it there.");
        if (target < versions[0].Number || target > Newest)
            throw new StoreException($"There is no way to schema version {target}: this program knows {versions[0].Number} to {Newest}.");
        foreach (var version in versions.Where(v => v.Number > current && v.Number <= target))
            Step(version.Up, version, "insert into schema_versions (version, applied_at) values (@Number, @at)", version.Floor);
        foreach (var version in versions.Reverse().Where(v => v.Number <= current && v.Number > target))
            Step(version.Down!, version, "delete from schema_versions where version = @Number and @at > 0", Floor(version.Number - 1));
        return current;
    }

    private int Floor(int number) => versions.First(v => v.Number == number).Floor;

    private void Step(string script, SchemaVersion version, string note, int floor)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(script, transaction: transaction);
        connection.Execute(note, new { version.Number, at = Stored.Time(time.GetUtcNow()) }, transaction);
        connection.Execute("delete from schema_floor", transaction: transaction);
        connection.Execute("insert into schema_floor (floor) values (@floor)", new { floor }, transaction);
        transaction.Commit();
    }
}
