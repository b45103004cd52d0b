using System.Data.Common;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>What kinds of database do in ways of their own.</summary>
internal abstract class SqlDialect
{
    /// <summary>Ends a query whose rows nobody else may change until the transaction ends.</summary>
    public abstract string Lock { get; }

    /// <summary>An expression: the newest number given to an event; 0 when none was.</summary>
    public abstract string NewestEvent { get; }

    /// <summary>Begins a transaction that only reads, in which all statements see one moment and nobody is held up.</summary>
    public abstract Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Adds events, numbered without a hole in the order of the commits.</summary>
    /// <returns>The number of the last one.</returns>
    public abstract Task<long> AppendAsync(WriteScope scope, IReadOnlyList<NewEvent> events);

    /// <summary>Makes the next event follow the newest there is, after events were written with their numbers.</summary>
    public abstract Task ContinueEventsAsync(WriteScope scope);
}
