using System.Net;

namespace Pdp.Kubernetes.Transport;

/// <summary>A good answer, read whole: 2xx, or that there is no such object where that was asked.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Body">The body, decompressed.</param>
/// <param name="MediaType">The <c>Content-Type</c> with its parameters; empty when there was none.</param>
/// <param name="Warnings">Texts of the <c>Warning</c> headers.</param>
/// <param name="Date">The server's clock, whole seconds; null when it did not say.</param>
/// <param name="Took">From sending to the last byte.</param>
internal sealed record ApiResponse(
    int Code, ReadOnlyMemory<byte> Body, string MediaType, IReadOnlyList<string> Warnings, DateTimeOffset? Date, TimeSpan Took)
{
    /// <summary>There is no such object.</summary>
    public bool IsMissing => Code == (int)HttpStatusCode.NotFound;
}
