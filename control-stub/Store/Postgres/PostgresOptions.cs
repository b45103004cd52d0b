namespace Pdp.ControlStub.Store.Postgres;

/// <summary>How a PostgreSQL database is used.</summary>
internal sealed record PostgresOptions
{
    /// <summary>Where it is, as Npgsql or libpq write it: <c>Host=…;Username=…</c> or <c>postgres://…</c>. Holds a secret.</summary>
    public required string Connection { get; init; }

    /// <summary>Connections for queries and changes; a few more are kept for turns and for hearing of changes. 2..500. Default 16.</summary>
    public int PoolSize { get; init; } = 16;

    /// <summary>Seconds a statement may take. 1..300. Default 10.</summary>
    public int TimeoutSeconds { get; init; } = 10;

    /// <summary>Everything out of range, by the name of its setting.</summary>
    public IEnumerable<(string Setting, string Rule)> Errors()
    {
        if (PoolSize is < 2 or > 500)
            yield return ("postgres-pool", "must be 2..500");
        if (TimeoutSeconds is < 1 or > 300)
            yield return ("postgres-timeout", "must be 1..300 seconds");
    }
}
