namespace Pdp.ControlStub.Store;

/// <summary>Documents that intents are compiled from. They are written by <see cref="IIntentStore.CommitAsync"/>.</summary>
internal interface ISourceStore
{
    /// <summary>All of some kind in a namespace, ordered by name (ordinal).</summary>
    /// <param name="plane">Plane of documents that are bound to one; empty for the others.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<SourceRecord>> ListAsync(string plane, string space, string kind, CancellationToken cancellationToken);

    /// <summary>Those of the given keys that exist.</summary>
    Task<IReadOnlyList<SourceRecord>> FindAsync(IReadOnlyCollection<SourceKey> keys, CancellationToken cancellationToken);
}

/// <summary>Names a document.</summary>
/// <param name="Plane">The plane it is bound to; empty when it is for all of them.</param>
/// <param name="Space">Its namespace.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
internal sealed record SourceKey(string Plane, string Space, string Kind, string Name);

/// <summary>A document as it was given.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Document">JSON.</param>
/// <param name="Hash">Hash of its canonical form.</param>
/// <param name="UpdatedAt">When it last changed, UTC.</param>
internal sealed record SourceRecord(SourceKey Key, string Document, string Hash, DateTimeOffset UpdatedAt);
