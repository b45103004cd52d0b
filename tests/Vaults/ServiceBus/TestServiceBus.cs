using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Pdp.Testing;
using Pdp.Vaults.KeyVault;

namespace Pdp.Vaults.ServiceBus;

/// <summary>
/// A queue of Service Bus in the test process, over its HTTPS interface: messages are locked by whoever receives them, and completed or given
/// back by their lock. It speaks TLS and has a directory for tokens of its own.
/// </summary>
public sealed class TestServiceBus : IAsyncDisposable
{
    /// <summary>The queue.</summary>
    public const string Queue = "secret-events";

    private readonly Channel<(string Id, string Body)> _waiting = Channel.CreateUnbounded<(string, string)>();
    private readonly ConcurrentDictionary<string, (string Id, string Body)> _locked = new();
    private readonly TestAuthority _authority = new();
    private readonly TokenDirectory _directory = new() { Scope = "servicebus.azure.net" };
    private TestServer _server = null!;
    private int _number;
    private int _completed;
    private int _abandoned;

    /// <summary>What it is called.</summary>
    public static Uri Address { get; } = new("https://acme.servicebus.windows.net/");

    /// <summary>The secret of the application that may receive.</summary>
    public string ClientSecret => _directory.ClientSecret;

    /// <summary>Messages completed.</summary>
    public int Completed => _completed;

    /// <summary>Messages given back.</summary>
    public int Abandoned => _abandoned;

    /// <summary>What every request with a token is answered with; null when it is well.</summary>
    public int? Failure { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<TestServiceBus> StartAsync()
    {
        var bus = new TestServiceBus();
        var certificate = bus._authority.IssueServer(Address.Host, TestKeyVault.Directory.Host);
        bus._server = await TestServer.StartAsync(bus.AnswerAsync, new TestServerOptions { Certificate = certificate });
        return bus;
    }

    /// <summary>Puts a message into the queue.</summary>
    public void Send(string body) => _waiting.Writer.TryWrite(($"message {Interlocked.Increment(ref _number)}", body));

    /// <summary>A client whose every way leads here.</summary>
    public HttpClient Way() => AzureWay.To(() => _server.Port, _authority.Certificate);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (await _directory.AnswerAsync(http)) return;
        var path = Uri.UnescapeDataString(http.Request.Path.Value!);
        http.Response.StatusCode = !_directory.Admits(http.Request) ? StatusCodes.Status401Unauthorized
            : Failure ?? (path, http.Request.Method) switch
            {
                ($"/{Queue}/messages/head", "POST") => await ReceiveAsync(http),
                (_, "DELETE") when Unlock(path) is not null => Count(ref _completed),
                (_, "PUT") when Unlock(path) is { } back && _waiting.Writer.TryWrite(back) => Count(ref _abandoned),
                _ => StatusCodes.Status404NotFound,
            };
        if (http.Response.StatusCode != StatusCodes.Status201Created) return;
        await http.Response.WriteAsync((string)http.Items["body"]!);
    }

    private async Task<int> ReceiveAsync(HttpContext http)
    {
        try
        {
            var message = await _waiting.Reader.ReadAsync(http.RequestAborted);
            var token = Guid.NewGuid().ToString();
            _locked[$"/{Queue}/messages/{message.Id}/{token}"] = message;
            http.Response.Headers["BrokerProperties"] = new JsonObject
            {
                ["MessageId"] = message.Id,
                ["LockToken"] = token,
                ["DeliveryCount"] = 1,
            }.ToJsonString();
            // Nobody is to go where an answer says.
            http.Response.Headers.Location = "https://elsewhere.example/";
            http.Items["body"] = message.Body;
            return StatusCodes.Status201Created;
        }
        catch (OperationCanceledException)
        {
            return StatusCodes.Status204NoContent;
        }
    }

    private (string Id, string Body)? Unlock(string path) => _locked.TryRemove(path, out var message) ? message : null;

    private static int Count(ref int number)
    {
        Interlocked.Increment(ref number);
        return StatusCodes.Status200OK;
    }
}
