using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pdp.Kubernetes.Configuration;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Support;

/// <summary>
/// A real HTTP server that says what a test tells it to, in the words of an API server. It serves discovery of a few kinds in the classic
/// form unless told otherwise, and remembers every request.
/// </summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly List<(string Method, string Path, RequestDelegate Answer)> _routes = [];
    private readonly TestServer _server;

    private FakeApiServer(TestServer server) => _server = server;

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public Uri Address => _server.Address;

    public ClusterConfig Config => new() { Name = "fake", Server = Address };

    public static async Task<FakeApiServer> StartAsync(TestServerOptions? options = null)
    {
        FakeApiServer? self = null;
        var server = await TestServer.StartAsync(context => self!.AnswerAsync(context), options, TestContext.Current.CancellationToken);
        self = new FakeApiServer(server);
        self.On("GET", "/api/v1", Json(200, Classic("v1", ("configmaps", "ConfigMap", true), ("secrets", "Secret", true), ("pods", "Pod", true), ("namespaces", "Namespace", false))));
        self.On("GET", "/apis/apps/v1", Json(200, Classic("apps/v1", ("deployments", "Deployment", true))));
        return self;
    }

    /// <summary>A client of it that does not wait by chance: every jitter is at its longest.</summary>
    public KubernetesApi Client(KubernetesApiOptions? options = null, TimeProvider? time = null, ClusterConfig? config = null, double chance = 1) =>
        new(config ?? Config, options ?? new KubernetesApiOptions { RetryBaseDelay = TimeSpan.FromMilliseconds(1) }, time ?? TimeProvider.System, () => chance);

    /// <summary>Answers requests of this method and exact path; the newest rule of several counts.</summary>
    public void On(string method, string path, RequestDelegate answer)
    {
        lock (_routes) _routes.Insert(0, (method, path, answer));
    }

    /// <summary>Answers one request after the other, the last one for good.</summary>
    public void OnSequence(string method, string path, params RequestDelegate[] answers)
    {
        var next = -1;
        On(method, path, context => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](context));
    }

    /// <summary>Requests of this method and path so far.</summary>
    public IReadOnlyList<SeenRequest> Seen(string method, string path) =>
        [.. Requests.Where(request => request.Method == method && request.Path == path)];

    public static RequestDelegate Json(int code, JsonObject body) => Text(code, "application/json", body.ToJsonString());

    public static RequestDelegate Text(int code, string type, string body) => async context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, context.RequestAborted);
    };

    public static RequestDelegate Status(int code, string reason, string message = "", JsonObject? details = null, string? retryAfter = null) => context =>
    {
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
            ["code"] = code,
        };
        if (details is not null) status["details"] = details.DeepClone();
        return Json(code, status)(context);
    };

    public static RequestDelegate NotFound(string plural, string name) =>
        Status(404, "NotFound", $"{plural} \"{name}\" not found", new JsonObject { ["kind"] = plural, ["name"] = name });

    /// <summary>Drops the connection instead of answering.</summary>
    public static RequestDelegate Cut() => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public static JsonObject Classic(string groupVersion, params (string Plural, string Kind, bool Namespaced)[] resources) => new()
    {
        ["kind"] = "APIResourceList",
        ["groupVersion"] = groupVersion,
        ["resources"] = new JsonArray([.. resources.Select(resource => new JsonObject
        {
            ["name"] = resource.Plural,
            ["kind"] = resource.Kind,
            ["namespaced"] = resource.Namespaced,
            ["verbs"] = new JsonArray("get", "list", "watch"),
        })]),
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public Task StopAsync() => _server.StopAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = context.Request;
        Requests.Enqueue(new SeenRequest(
            request.Method,
            request.Path.Value ?? "",
            request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(body.ToArray()),
            request.Protocol));
        RequestDelegate? answer;
        lock (_routes) answer = _routes.FirstOrDefault(route => route.Method == request.Method && route.Path == request.Path.Value).Answer;
        await (answer ?? Text(404, "text/plain", "404 page not found\n"))(context);
    }
}

internal sealed record SeenRequest(
    string Method, string Path, Dictionary<string, string> Query, Dictionary<string, string> Headers, string Body, string Protocol);
