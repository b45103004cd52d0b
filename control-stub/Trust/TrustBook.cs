using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Trust;

/// <summary>What is believed now, with the private keys for it. Read again whenever any process changed it.</summary>
/// <param name="store">The store.</param>
/// <param name="shared">The private keys of all processes over the store.</param>
/// <param name="directory">The data directory.</param>
/// <param name="time">The clock.</param>
internal sealed class TrustBook(IControlStore store, SharedKeys shared, string directory, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile HeldKeys? _held;

    /// <summary>What is believed now.</summary>
    public HeldKeys Current => _held ?? throw new InvalidOperationException("The book has not been opened.");

    /// <summary>Called after something has changed.</summary>
    public Action? Changed { get; set; }

    /// <summary>Reads what is there; false where there is no version yet.</summary>
    /// <exception cref="StoreException">A private key is missing.</exception>
    public async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        if (await store.Trust.FindAsync(cancellationToken) is not { } record)
            return false;
        _held = HeldKeys.Load(record, directory, null);
        return true;
    }

    /// <summary>Writes the first version where there is none: the key that signs intents, and one for tokens. The caller has the shared turn.</summary>
    /// <param name="first">The key that signs intents, where there is no version yet; null otherwise.</param>
    /// <param name="authority">The authority made at the first start.</param>
    /// <param name="given">PEM of who issued the certificate of the agents' listener, as this process was told; empty where it is issued here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task OpenAsync(SigningKey? first, CertificateAuthority authority, string given, CancellationToken cancellationToken)
    {
        var record = _held?.Record;
        if (record is null)
        {
            using var tokens = SigningKey.Generate();
            KeyFile.Write(directory, TrustKind.Tokens, tokens);
            var now = time.GetUtcNow();
            record = new TrustRecord(1, now, [Anchor(TrustKind.Intents, first!, now), Anchor(TrustKind.Tokens, tokens, now), First(authority, now)], given);
            await store.Trust.ReplaceAsync(record, [], cancellationToken);
        }

        if (record.Given != given && record.Next(time.GetUtcNow(), record.Anchors) with { Given = given } is var next
            && await store.Trust.ReplaceAsync(next, [], cancellationToken))
            record = next;
        _held = HeldKeys.Load(record, directory, _held);
    }

    /// <summary>Makes a new version with the same anchors, as when the keys of another control plane come or go.</summary>
    public async Task RaiseAsync(CancellationToken cancellationToken)
    {
        // Whoever is faster raises it too.
        await store.Trust.ReplaceAsync(Current.Record.Next(time.GetUtcNow(), Current.Record.Anchors), [], cancellationToken);
        await ReadAgainAsync(cancellationToken);
    }

    /// <summary>Reads what is there now.</summary>
    /// <exception cref="StoreException">A private key is missing: it was made by a process that does not share its keys.</exception>
    public async Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (await store.Trust.FindAsync(cancellationToken) is not { } record || record.Version == Current.Record.Version)
                return;
            await shared.FetchAsync(directory, cancellationToken);
            _held = HeldKeys.Load(record, directory, _held);
        }
        finally
        {
            _reading.Release();
        }

        Changed?.Invoke();
    }

    public void Dispose() => _reading.Dispose();

    private static TrustAnchor First(CertificateAuthority authority, DateTimeOffset at) =>
        new(TrustKind.Authority, authority.Id, TrustState.Active, 1, at, Certificate: authority.CertificatePem);

    /// <summary>An anchor at work from the first version on.</summary>
    private static TrustAnchor Anchor(TrustKind kind, SigningKey key, DateTimeOffset at) =>
        new(kind, key.PublicKey.Kid, TrustState.Active, 1, at, key.PublicKey);
}
