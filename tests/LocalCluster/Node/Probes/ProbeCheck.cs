using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Catalogue;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Processes;

namespace Pdp.LocalCluster.Node.Probes;

/// <summary>Makes probes and lifecycle hooks, for real: an HTTP request, a connection, a command.</summary>
internal sealed class ProbeCheck : IDisposable
{
    private readonly ProcessLauncher _launcher;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public ProbeCheck(ProcessLauncher launcher, TimeProvider time)
    {
        (_launcher, _time) = (launcher, time);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero };
        // The kubelet does not verify what a probe connects to, and pods have no certificates for their addresses.
#pragma warning disable CA5359
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        _http = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("kube-probe", "1.36"));
        _http.DefaultRequestHeaders.ConnectionClose = true;
    }

    /// <summary>One attempt at what a probe or hook asks for.</summary>
    public async Task<ProbeResult> TryAsync(JsonObject action, ProbeSubject subject, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (action.Object("httpGet") is { } http) return await HttpAsync(http, subject, either.Token);
            if (action.Object("tcpSocket") is { } tcp) return await TcpAsync(tcp.Text("host") ?? subject.Address, subject.Port(tcp.At("port")), either.Token);
            if (action.Object("grpc") is { } grpc) return await TcpAsync(subject.Address, subject.Port(grpc.At("port")), either.Token);
            if (action.Object("exec") is { } exec) return await ExecAsync(exec, subject, either.Token);
            if (action.Object("sleep") is not { } sleep) return ProbeResult.Bad("nothing to do that this node knows");
            await Task.Delay(TimeSpan.FromSeconds(sleep.Long("seconds") ?? 0), _time, either.Token);
            return ProbeResult.Good;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Bad($"timed out after {timeout.TotalSeconds:0.#} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<ProbeResult> HttpAsync(JsonObject get, ProbeSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Port(get.At("port")) is not { } port) return ProbeResult.Bad("no container port has that name");
        var path = get.Text("path") is { Length: > 0 } given ? given : "/";
        var url = $"{(get.Text("scheme") ?? "HTTP").ToLowerInvariant()}://{get.Text("host") ?? subject.Address}:{port}{(path.StartsWith('/') ? path : "/" + path)}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return ProbeResult.Bad("the path is no URL path");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var header in get.Items("httpHeaders")) request.Headers.TryAddWithoutValidation(header.Text("name") ?? "", header.Text("value"));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            return status is >= 200 and < 400 ? ProbeResult.Good : ProbeResult.Bad($"HTTP probe failed with statuscode: {status}");
        }
        catch (HttpRequestException error)
        {
            return ProbeResult.Bad($"Get \"{url}\": {error.Message}");
        }
    }

    private static async Task<ProbeResult> TcpAsync(string host, int? port, CancellationToken cancellationToken)
    {
        if (port is not { } number) return ProbeResult.Bad("no container port has that name");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, number, cancellationToken);
            return ProbeResult.Good;
        }
        catch (SocketException error)
        {
            return ProbeResult.Bad($"dial tcp {host}:{number}: {error.SocketErrorCode}");
        }
    }

    private async Task<ProbeResult> ExecAsync(JsonObject exec, ProbeSubject subject, CancellationToken cancellationToken)
    {
        var words = string.Join(' ', exec.Array("command")?.Select(word => word.Text()) ?? []);
        var rule = subject.ExecRules.FirstOrDefault(rule => Glob.Matches(rule.Match, words));
        if (rule is null) return ProbeResult.Bad($"the catalogue maps no command \"{words}\" of this image");
        if (rule.Succeeds is { } fixedResult) return fixedResult ? ProbeResult.Good : ProbeResult.Bad("the catalogue says it fails");
        if (rule.Tcp is { } tcp) return await TcpAsync(subject.Address, subject.Port(tcp), cancellationToken);
        return await RunAsync(subject.Local(rule.Command!), cancellationToken);
    }

    private async Task<ProbeResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        LocalProcess process;
        try
        {
            process = await _launcher.StartAsync(command, cancellationToken);
        }
        catch (FileNotFoundException missing)
        {
            return ProbeResult.Bad(missing.Message);
        }

        await using var kill = cancellationToken.Register(process.Kill);
        var drained = Task.WhenAll(process.Output.CopyToAsync(Stream.Null, CancellationToken.None), process.Error.CopyToAsync(Stream.Null, CancellationToken.None));
        var exitCode = await process.Exited;
        cancellationToken.ThrowIfCancellationRequested();
        await drained;
        return exitCode == 0 ? ProbeResult.Good : ProbeResult.Bad($"command terminated with exit code {exitCode}");
    }
}
