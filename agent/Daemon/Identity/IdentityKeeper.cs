using Pdp.Core.Ports;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Identity;

/// <summary>
/// Holds the identity as it was stored last, and what follows from it: the certificate shown and what is believed of the control plane.
/// Nothing counts before it is stored. One change at a time.
/// </summary>
internal sealed class IdentityKeeper(IIdentityStore store, BundleSource bundles, IdentityLog log) : ILeaderPreparation, IControlPlane, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile string? _trouble;
    private volatile State _state = new(null, null, null, null);

    /// <summary>What is kept; null for nothing.</summary>
    public AgentIdentity? Identity => _state.Identity;

    /// <summary>The certificate in use; null while there is none.</summary>
    public ActiveCertificate? Active => _state.Active;

    /// <inheritdoc/>
    public Uri Server => new(bundles.Last.Server, UriKind.Absolute);

    /// <inheritdoc/>
    public TrustAnchors Trust => _state.Learned ?? bundles.Anchors;

    /// <summary>Why what is kept cannot be used, and so nothing is done; null while it can be.</summary>
    public string? Trouble => _trouble;

    /// <summary>Reads what another leader may have left.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await LoadAsync(cancellationToken);
            _trouble = null;
            if (Active?.Certificate is { } certificate) log.Found(certificate.Plane, certificate.Serial, certificate.NotAfter, store.Place);
        }
        catch (ClusterException unusable)
        {
            _trouble = unusable.Message;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Changes what is kept.</summary>
    /// <param name="change">What follows from what is kept now; called again where somebody else wrote meanwhile. The same means no change.</param>
    /// <param name="cancellationToken">Gives up; it may have been stored all the same.</param>
    /// <exception cref="ClusterException">Not stored, and nothing has changed.</exception>
    public async Task<AgentIdentity?> ChangeAsync(Func<AgentIdentity?, AgentIdentity?> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            try
            {
                return await StoreAsync(change(Identity), cancellationToken);
            }
            catch (ClusterException outdated) when (outdated.IsOutdated)
            {
                await LoadAsync(cancellationToken);
                return await StoreAsync(change(Identity), cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _state.Active?.Dispose();
        _turn.Dispose();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var kept = await store.ReadAsync(cancellationToken);
        Hold(IdentityFields.Read(kept.Fields, store.Place), kept.Version);
    }

    private async Task<AgentIdentity?> StoreAsync(AgentIdentity? next, CancellationToken cancellationToken)
    {
        if (next is null || next == Identity) return next;
        // What cannot be used is not stored either.
        using (ActiveCertificate.Of(next, store.Place)) _ = LearnedOf(next);
        Hold(next, await store.WriteAsync(IdentityFields.Write(next), _state.Version, cancellationToken));
        return next;
    }

    // A session may still be using the certificate before: it is left to the collector.
    private void Hold(AgentIdentity? identity, string? version)
    {
        var isSame = identity?.Certificate is not null && identity.Certificate == Identity?.Certificate && identity.Key == Identity?.Key;
        var active = isSame ? Active : identity is null ? null : ActiveCertificate.Of(identity, store.Place);
        _state = new State(identity, version, active, identity is null ? null : LearnedOf(identity));
    }

    // Who can write where this is kept could as well change the bundle, so the signature is not asked for again: the key that made it
    // may be retired by now.
    private TrustAnchors? LearnedOf(AgentIdentity identity)
    {
        if (identity.Trust is not { } jws) return null;
        return CompactJws.TryParse(jws, out var parts, out _) && TrustDocuments.TryRead(parts.Payload, out _) is { } document
            && document.PlaneId == identity.PlaneId
            ? TrustAnchors.Of(document)
            : throw IdentityFields.Unreadable(store.Place, "its trust document cannot be read, or is for another plane");
    }

    private sealed record State(AgentIdentity? Identity, string? Version, ActiveCertificate? Active, TrustAnchors? Learned);
}
