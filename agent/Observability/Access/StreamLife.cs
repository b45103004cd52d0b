using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Access;

/// <summary>How long a stream may go on: until its caller leaves, his token ends, or the agent stops. To be disposed of with the answer.</summary>
public sealed class StreamLife : IDisposable
{
    private readonly CancellationTokenSource _tokenEnd;
    private readonly CancellationTokenSource _end;
    private readonly CancellationToken _stopping;

    private StreamLife(CancellationTokenSource tokenEnd, CancellationToken stopping, CancellationToken left)
    {
        (_tokenEnd, _stopping) = (tokenEnd, stopping);
        _end = CancellationTokenSource.CreateLinkedTokenSource(tokenEnd.Token, stopping, left);
    }

    /// <summary>Cancelled when the stream is to end.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Why: <c>tokenEnded</c>, <c>stopping</c>, or <c>closed</c> for everything else.</summary>
    public string Reason => _tokenEnd.IsCancellationRequested ? "tokenEnded" : _stopping.IsCancellationRequested ? "stopping" : "closed";

    /// <summary>The life of a request's answer.</summary>
    public static StreamLife Of(HttpContext context, TimeProvider time)
    {
        var left = context.Caller().Claims.ExpiresAt + ObservabilityTokens.Leeway - time.GetUtcNow();
        return new StreamLife(
            new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time),
            context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping,
            context.RequestAborted);
    }

    /// <summary>Ends it, whatever else there is to say.</summary>
    public Task EndAsync() => _end.CancelAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        _tokenEnd.Dispose();
    }
}
