namespace Pdp.Kubernetes.Transport;

/// <summary>A good answer (2xx), read whole.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Body">The body, decompressed.</param>
/// <param name="MediaType">The <c>Content-Type</c> with its parameters; empty when there was none.</param>
/// <param name="Warnings">Texts of the <c>Warning</c> headers.</param>
/// <param name="Date">The server's clock, whole seconds; null when it did not say.</param>
/// <param name="Took">From sending to the last byte.</param>
internal sealed record ApiResponse(
    int Code, ReadOnlyMemory<byte> Body, string MediaType, IReadOnlyList<string> Warnings, DateTimeOffset? Date, TimeSpan Took);
