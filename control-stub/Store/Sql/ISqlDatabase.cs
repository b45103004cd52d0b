using System.Data.Common;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>A relational database with the tables of the store. The statements are the same for every kind; what differs is its dialect.</summary>
internal interface ISqlDatabase : IAsyncDisposable
{
    /// <summary>What this kind of database says in its own way.</summary>
    SqlDialect Dialect { get; }

    /// <summary>What has become durable, whichever process wrote it.</summary>
    IChangeFeed Changes { get; }

    /// <summary>Runs one query; it sees one moment, with everything that was durable before it began.</summary>
    Task<List<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken);

    /// <summary>Makes a change; done once it is durable. The change may be run more than once, and is taken back wholly if it throws.</summary>
    Task<T> WriteAsync<T>(Func<WriteScope, Task<T>> change, CancellationToken cancellationToken);

    /// <summary>Opens a connection of its own for long work; the caller disposes it.</summary>
    Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);
}
