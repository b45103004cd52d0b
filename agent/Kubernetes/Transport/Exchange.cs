using System.Net;
using System.Net.Http.Headers;
using Pdp.Kubernetes.Credentials;
using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Transport;

/// <summary>One request and its answer, within the request's time limit.</summary>
internal sealed class Exchange(Connections connections, Uri server, string? serverName, KubernetesApiOptions options, TimeProvider time)
{
    // A Status object with all its causes; what a proxy says beyond that is nobody's concern.
    private const int MaxRefusalBytes = 1024 * 1024;

    /// <summary>Sends it and reads a good answer whole.</summary>
    /// <exception cref="KubernetesException">There was no answer, or it was no.</exception>
    public Task<ApiResponse> ReadWholeAsync(ApiRequest request, Credential credential, CancellationToken cancellationToken) =>
        WithinLimitAsync(
            request,
            async limited =>
            {
                var started = time.GetTimestamp();
                using var response = await SendAsync(request, credential, limited);
                if (!response.IsSuccessStatusCode && await RefusalAsync(request, response, limited) is { IsObjectMissing: false } refusal) throw refusal;
                var body = !response.IsSuccessStatusCode ? ReadOnlyMemory<byte>.Empty
                    : await BoundedBody.ReadAsync(response.Content, options.MaxResponseBytes, limited)
                    ?? throw TransportFailure.BadAnswer(request.About, $"The answer is larger than {options.MaxResponseBytes} bytes.");
                return new ApiResponse(
                    (int)response.StatusCode,
                    body,
                    response.Content.Headers.ContentType?.ToString() ?? "",
                    WarningHeaders.Read(response.Headers),
                    response.Headers.Date,
                    time.GetElapsedTime(started));
            },
            cancellationToken);

    /// <summary>Sends it and hands a good answer over as it comes; the limit holds until its head is there.</summary>
    /// <exception cref="KubernetesException">There was no answer, or it was no.</exception>
    public Task<Stream> OpenAsync(ApiRequest request, Credential credential, CancellationToken cancellationToken) =>
        WithinLimitAsync(
            request,
            async limited =>
            {
                // The stream holds the connection; who disposes the stream gives it back.
                var response = await SendAsync(request, credential, limited);
                return await response.Content.ReadAsStreamAsync(limited);
            },
            cancellationToken);

    private async Task<T> WithinLimitAsync<T>(
        ApiRequest request, Func<CancellationToken, Task<T>> exchange, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(request.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await exchange(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TransportFailure.TooSlow(request.About, request.Timeout);
        }
        catch (Exception broken) when (TransportFailure.Is(broken))
        {
            throw TransportFailure.From(request.About, broken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, Credential credential, CancellationToken cancellationToken)
    {
        using var message = Message(request, credential);
        var started = time.GetTimestamp();
        var code = 0;
        try
        {
            var response = await connections.SendAsync(message, credential, cancellationToken);
            code = (int)response.StatusCode;
            if (response.IsSuccessStatusCode || (request.MayBeMissing && response.StatusCode == HttpStatusCode.NotFound)) return response;
            using (response) throw await RefusalAsync(request, response, cancellationToken);
        }
        finally
        {
            ClientMetrics.Answered(request.Method, code, time.GetElapsedTime(started));
        }
    }

    private async Task<KubernetesException> RefusalAsync(
        ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await BoundedBody.ReadAsync(response.Content, MaxRefusalBytes, cancellationToken) ?? ReadOnlyMemory<byte>.Empty;
        var status = StatusReader.Read((int)response.StatusCode, body.Span, request.AboutSecret, RetryAfterHeader.Read(response, time));
        return new KubernetesException(request.About, status);
    }

    private HttpRequestMessage Message(ApiRequest request, Credential credential)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(server, request.Path));
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        // The handler takes the name for SNI and the certificate from here; it has no other place for it.
        message.Headers.Host = serverName;
        if (credential.Token is { } token) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (request.Body is not { } body) return message;
        message.Content = new ByteArrayContent(body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        return message;
    }
}
