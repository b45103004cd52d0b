using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Security;

namespace Pdp.ControlStub.Tests.Several;

/// <summary>A control plane in a process of its own.</summary>
internal sealed class StubProcess : IAsyncDisposable
{
    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private StubProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public Uri Agents { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Starts one with its data in a directory; returns once it serves.</summary>
    public static async Task<StubProcess> StartAsync(string data, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "pdp-control.exe" : "pdp-control"),
            ["serve", "--data", data, "--agents-url", "https://127.0.0.1:0", "--operators-url", "http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var stub = new StubProcess(Process.Start(start)!);
        await stub.UntilReadyAsync(data);
        return stub;
    }

    /// <summary>The bundle of a plane, made here, for an agent that is to dial this process.</summary>
    public JsonObject Bundle(JsonObject bundle)
    {
        var here = (JsonObject)bundle.DeepClone();
        here["server"] = new UriBuilder((string)bundle["server"]!) { Host = Agents.Host, Port = Agents.Port }.Uri.ToString();
        return here;
    }

    public async Task<Reply> SendAsync(string method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await Client.SendAsync(request, RunningStub.Cancel);
        return await Reply.OfAsync(response);
    }

    /// <summary>Ends it as a lost machine does: nothing is said to anybody.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(RunningStub.Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task UntilReadyAsync(string data)
    {
        string? line;
        do
            line = await _process.StandardOutput.ReadLineAsync().WaitAsync(_startLimit, TimeProvider.System, RunningStub.Cancel);
        while (line is not null && !line.StartsWith("ready ", StringComparison.Ordinal));
        if (line is null)
            throw new InvalidOperationException(await _errors);
        var parts = line.Split(' ', '=');
        Agents = new Uri(parts[2]);
        Client = new HttpClient { BaseAddress = new Uri(parts[4]) };
        var token = await File.ReadAllTextAsync(Path.Combine(data, AdminToken.FileName));
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
    }
}
