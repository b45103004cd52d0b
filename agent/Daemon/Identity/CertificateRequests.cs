using System.Security.Cryptography;
using System.Text;
using Pdp.Core.Ports;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Identity;

/// <summary>
/// Makes keys and takes the certificates issued for them. A key is stored before anybody hears of it, and asked for again with the same
/// purpose until its certificate is stored in its place.
/// </summary>
internal sealed class CertificateRequests(IdentityKeeper keeper, TimeProvider time)
{
    /// <summary>What a bootstrap token is known by where it is kept.</summary>
    public static string HashOf(BootstrapBundle bundle) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bundle.Token)));

    /// <summary>A request for the key kept for a purpose, or for a new one.</summary>
    /// <param name="planeId">Whose.</param>
    /// <param name="purpose">See <see cref="PendingKey.Purpose"/>.</param>
    /// <param name="plane">The URI to ask for, where it is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>PEM of the request; its key is stored.</returns>
    /// <exception cref="ClusterException">The key could not be stored, so nothing may be asked.</exception>
    public async Task<string> PrepareAsync(string planeId, string purpose, PlaneUri? plane, CancellationToken cancellationToken)
    {
        using var fresh = SigningKey.Generate();
        var kept = await keeper.ChangeAsync(
            identity => identity?.Pending?.Purpose == purpose
                ? identity
                : (identity ?? new AgentIdentity { PlaneId = planeId }) with { Pending = new PendingKey(fresh.ToPem(), purpose) },
            cancellationToken);
        using var key = SigningKey.FromPem(kept!.Pending!.Key);
        return AgentCertificateRequest.Create(key, plane);
    }

    /// <summary>Takes a first certificate: of what was before, nothing is left.</summary>
    /// <returns>Why it is not taken; null when it is stored and in use.</returns>
    /// <exception cref="ClusterException">It could not be stored, and is not used; the same key asks again.</exception>
    public Task<string?> TakeFirstAsync(BootstrapBundle bundle, string chain, CancellationToken cancellationToken) => TakeAsync(
        HashOf(bundle), bundle.PlaneId, chain,
        (_, pending) => new AgentIdentity { PlaneId = bundle.PlaneId, Key = pending.Key, TokenSha256 = HashOf(bundle) },
        cancellationToken);

    /// <summary>Takes a renewed certificate.</summary>
    /// <returns>Why it is not taken; null when it is stored and in use.</returns>
    /// <exception cref="ClusterException">It could not be stored, and is not used; the same key asks again.</exception>
    public Task<string?> TakeNextAsync(string chain, CancellationToken cancellationToken) => TakeAsync(
        PendingKey.Renewal, keeper.Identity!.PlaneId, chain, (identity, pending) => identity with { Key = pending.Key, Pending = null },
        cancellationToken);

    private async Task<string?> TakeAsync(
        string purpose, string planeId, string chain, Func<AgentIdentity, PendingKey, AgentIdentity> become, CancellationToken cancellationToken)
    {
        if (!IdentityCertificate.TryRead(chain, out var certificate, out var problem)) return $"the certificate issued {problem}";
        using (certificate)
        {
            if (certificate.Plane.PlaneId != planeId) return "the certificate issued is for another plane";
            string? refusal = null;
            await keeper.ChangeAsync(
                identity =>
                {
                    refusal = identity?.Pending is { } pending && pending.Purpose == purpose && IsFor(certificate, pending)
                        ? null
                        : "the certificate issued is for another key";
                    return refusal is null
                        ? become(identity!, identity!.Pending!) with { Certificate = chain, ObtainedAt = time.GetUtcNow() }
                        : identity;
                },
                cancellationToken);
            return refusal;
        }
    }

    private static bool IsFor(IdentityCertificate certificate, PendingKey pending)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pending.Key);
        return certificate.PublicKeySha256 == Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }
}
