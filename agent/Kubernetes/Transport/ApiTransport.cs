using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Credentials;
using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Transport;

/// <summary>Sends requests: with credentials, in line, and once more where that is right.</summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly KubernetesApiOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<double> _chance;
    private readonly ICredentialSource _credentials;
    private readonly Connections _connections;
    private readonly Exchange _exchange;
    private readonly RequestGate _gate;

    /// <exception cref="ClusterConfigException">The configured authority cannot be read.</exception>
    public ApiTransport(ClusterConfig config, KubernetesApiOptions options, TimeProvider time, Func<double> chance)
    {
        (_options, _time, _chance) = (options, time, chance);
        var check = config.Trust.Authority is { } authority ? new ServerCertificateCheck(new TrustAnchors(authority, time)) : null;
        var server = config.Server.AbsoluteUri.EndsWith('/') ? config.Server : new Uri($"{config.Server.AbsoluteUri}/");
        _connections = new Connections(new HandlerFactory(config, options, check));
        _exchange = new Exchange(_connections, server, config.Trust.ServerName, options, time);
        _credentials = CredentialSources.For(config, time);
        _gate = new RequestGate(options.MaxConcurrency);
    }

    /// <summary>Sends a request and reads the answer whole.</summary>
    /// <exception cref="KubernetesException">There was no answer, or it was no.</exception>
    public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken) => RepeatAsync(
        request,
        async () =>
        {
            // Not held while pausing between attempts: who waits for a sick server must not keep others from a healthy answer.
            using var place = await _gate.EnterAsync(cancellationToken);
            return await AuthenticatedAsync(request, _exchange.ReadWholeAsync, cancellationToken);
        },
        cancellationToken);

    /// <summary>Sends a request and hands the answer over as it comes. It does not count as in flight. The caller disposes it.</summary>
    /// <exception cref="KubernetesException">There was no answer, or it was no.</exception>
    public Task<Stream> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RepeatAsync(request, () => AuthenticatedAsync(request, _exchange.OpenAsync, cancellationToken), cancellationToken);

    public void Dispose()
    {
        _connections.Dispose();
        _gate.Dispose();
        (_credentials as IDisposable)?.Dispose();
    }

    private async Task<T> RepeatAsync<T>(ApiRequest request, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        for (var attempts = 1; ; attempts++)
        {
            TimeSpan pause;
            try
            {
                return await attempt();
            }
            catch (KubernetesException failure)
            {
                if (failure.MayStillLand) request.Fencing?.Unanswered?.Invoke();
                if (RetryPolicy.PauseBeforeNext(failure, request.Repeat, attempts, _time.GetElapsedTime(started), _options, _chance())
                    is not { } next) throw;
                pause = next;
                ClientMetrics.Retried(request.Method, failure.Status);
                _options.Retrying?.Invoke(new RetryNotice(failure, attempts, pause));
            }
            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    /// <summary>
    /// When the server does not accept who we are, asks the source for fresh credentials and tries once more: nothing was carried out.
    /// </summary>
    private async Task<T> AuthenticatedAsync<T>(
        ApiRequest request, Func<ApiRequest, Credential, CancellationToken, Task<T>> exchange, CancellationToken cancellationToken)
    {
        var credential = await CredentialAsync(request, cancellationToken);
        try
        {
            return await exchange(Permitted(request, cancellationToken), credential, CutBy(request, cancellationToken));
        }
        catch (KubernetesException refused) when (refused.IsUnauthorized && _credentials.Forget(credential))
        {
            var fresh = await CredentialAsync(request, cancellationToken);
            if (ReferenceEquals(fresh, credential)) throw;
            return await exchange(Permitted(request, cancellationToken), fresh, CutBy(request, cancellationToken));
        }
    }

    // The last thing before it is sent: what came before, such as waiting for a place in line, may have taken long.
    private static ApiRequest Permitted(ApiRequest request, CancellationToken cancellationToken)
    {
        if (request.Fencing is not { } fencing) return request;
        cancellationToken.ThrowIfCancellationRequested();
        if (fencing.MaySend()) return request;
        var status = new KubernetesStatus(0, StatusReason.NotPermitted, "It is another writer's turn; nothing was sent.");
        throw new KubernetesException(request.About, status) { NeverSent = true };
    }

    private static CancellationToken CutBy(ApiRequest request, CancellationToken cancellationToken) =>
        request.Fencing is null ? cancellationToken : CancellationToken.None;

    private async Task<Credential> CredentialAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _credentials.GetAsync(cancellationToken);
        }
        catch (CredentialException none)
        {
            var status = new KubernetesStatus(0, StatusReason.NoCredentials, none.Message);
            throw new KubernetesException(request.About, status, none) { NeverSent = true };
        }
    }
}
