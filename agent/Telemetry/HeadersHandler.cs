namespace Pdp.Telemetry;

/// <summary>Puts the headers of a file on each request, as the file has them then: a rotated credential is taken up.</summary>
internal sealed class HeadersHandler(string path, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.Send(With(request), cancellationToken);

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(With(request), cancellationToken);

    private HttpRequestMessage With(HttpRequestMessage request)
    {
        try
        {
            foreach (var (name, value) in HeadersFile.Read(path)) request.Headers.TryAddWithoutValidation(name, value);
            return request;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new HttpRequestException("The file of headers for the collector cannot be read.", failure);
        }
    }
}
