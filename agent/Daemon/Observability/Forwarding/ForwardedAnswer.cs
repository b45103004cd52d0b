namespace Pdp.Daemon.Observability.Forwarding;

/// <summary>A leader's answer on its way to the caller. A stream's bytes go on as they come.</summary>
internal sealed class ForwardedAnswer(HttpContext context)
{
    private static readonly string[] Headers = ["Retry-After", "WWW-Authenticate", "X-Accel-Buffering", "Allow"];

    private bool _isStream;
    private bool _isBetweenEvents = true;

    /// <summary>Copies the whole of it.</summary>
    /// <exception cref="HttpRequestException">The leader went away in the middle of it.</exception>
    /// <exception cref="IOException">Likewise.</exception>
    public async Task CopyAsync(HttpResponseMessage from)
    {
        var (to, cancellationToken) = (context.Response, context.RequestAborted);
        to.StatusCode = (int)from.StatusCode;
        to.ContentType = from.Content.Headers.ContentType?.ToString();
        _isStream = from.Content.Headers.ContentType?.MediaType == "text/event-stream";
        foreach (var name in Headers)
        {
            if (from.Headers.TryGetValues(name, out var values) || from.Content.Headers.TryGetValues(name, out values)) to.Headers[name] = values.ToArray();
        }
        await using var body = await from.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            _isBetweenEvents = buffer.AsSpan(0, read).EndsWith("\n\n"u8);
            await to.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await to.Body.FlushAsync(cancellationToken);
        }
    }

    /// <summary>
    /// The leader is gone in the middle of it. Who follows a stream is told as by a leader that gives up, and comes again with the id of his last event;
    /// of everything else the caller must see that it is not whole.
    /// </summary>
    public async Task BreakOffAsync()
    {
        if (_isStream && _isBetweenEvents)
            await context.Response.WriteAsync("event: end\ndata: {\"reason\":\"closed\"}\n\n", context.RequestAborted);
        else
            context.Abort();
    }
}
