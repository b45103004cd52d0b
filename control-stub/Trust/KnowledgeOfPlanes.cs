using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Trust;

/// <summary>Which planes know of a change already.</summary>
internal sealed class KnowledgeOfPlanes(IPlaneStore planes, TimeProvider time)
{
    /// <summary>How long a plane that was not seen counts. One that comes back later is told by keys it may not believe any more.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private const int Named = 5;
    private const int PageSize = 1000;

    /// <summary>The first few planes, connected or seen not long ago, that do not know a version; empty when all do.</summary>
    /// <param name="version">The version of <see cref="TrustRecord"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<string>> LackingAsync(long version, CancellationToken cancellationToken)
    {
        var seenAfter = time.GetUtcNow() - Remembered;
        return FirstAsync(p => (p.Connection is not null || p.LastSeenAt > seenAfter) && (p.Agent?.Trust?.Of ?? 0) < version, cancellationToken);
    }

    /// <summary>The first few planes whose newest certificate is good still and was issued before a time.</summary>
    public Task<IReadOnlyList<string>> CertifiedBeforeAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return FirstAsync(p => p.Certificate is { RevokedAt: null } c && c.IssuedAt < at && c.ExpiresAt > now, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> FirstAsync(Func<PlaneRecord, bool> isMeant, CancellationToken cancellationToken)
    {
        var lacking = new List<string>();
        for (string? after = null; lacking.Count < Named;)
        {
            var page = await planes.ListAsync(after, PageSize, cancellationToken);
            lacking.AddRange(page.Items
                .Where(isMeant).Select(p => p.Name).Take(Named - lacking.Count));
            if ((after = page.Next) is null)
                break;
        }

        return lacking;
    }
}
