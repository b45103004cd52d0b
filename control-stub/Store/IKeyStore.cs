using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Store;

/// <summary>Public halves of the keys used here; the private ones are files, which may be kept here too, sealed.</summary>
internal interface IKeyStore
{
    /// <summary>Notes a key; the same key id again changes nothing.</summary>
    Task AddAsync(KeyRecord key, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>Forgets a key; nothing happens where there is none.</summary>
    Task RemoveAsync(string kid, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);

    /// <summary>Every key of that use, oldest first.</summary>
    Task<IReadOnlyList<KeyRecord>> ListAsync(string use, CancellationToken cancellationToken);

    /// <summary>The private ones as they were sealed last; null when they never were.</summary>
    Task<string?> FindSealedAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the private ones, sealed, in the place of those before.</summary>
    Task KeepSealedAsync(string sealedKeys, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>A public key.</summary>
/// <param name="Use">What it signs: <c>intents</c>; <c>formerIntents</c> when it only verifies.</param>
/// <param name="Key">The key.</param>
/// <param name="CreatedAt">When it was first used, UTC.</param>
internal sealed record KeyRecord(string Use, JsonWebKey Key, DateTimeOffset CreatedAt);
