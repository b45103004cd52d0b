using System.Net;
using Pdp.ControlStub.Tests.Api;

namespace Pdp.ControlStub.Tests.Operators;

/// <summary>Every route of the API, asked by every kind of user: what they get is written here, apart from the program's own table.</summary>
public sealed class RouteRightsTests
{
    private const string Developer = """{"role":"developer"}""";

    /// <summary>Users, and what each was granted. The intent in question belongs to acme/shop.</summary>
    private static readonly (string Name, string[] Grants)[] _users =
    [
        ("nobody", []),
        ("viewer", ["viewer acme/shop"]),
        ("developer", ["developer acme/shop"]),
        ("engineer", ["platform-engineer acme/*"]),
        ("admin-of-shop", ["admin acme/shop"]),
        ("stranger", ["admin bank/*"]),
        ("auditor", ["viewer */*"]),
        ("big-developer", ["developer */*"]),
        ("big-engineer", ["platform-engineer */*"]),
        ("big-admin", ["admin */*"]),
    ];

    private static readonly string[] _anyGrant =
        ["viewer", "developer", "engineer", "admin-of-shop", "stranger", "auditor", "big-developer", "big-engineer", "big-admin"];

    private static readonly string[] _everybody = ["nobody", .. _anyGrant];
    private static readonly string[] _seeShop = [.. _anyGrant.Except(["stranger"])];
    private static readonly string[] _changeShop = [.. _seeShop.Except(["viewer", "auditor"])];
    private static readonly string[] _engineersOfAcme = ["engineer", "big-engineer", "big-admin"];
    private static readonly string[] _engineers = ["big-engineer", "big-admin"];
    private static readonly string[] _admins = ["big-admin"];

    /// <summary>Who is let in by each route; whoever is not and may not even see the intent is told that there is none.</summary>
    private static readonly Dictionary<string, (string[] LetIn, string? Body)> _routes = new(StringComparer.Ordinal)
    {
        ["GET /"] = (_everybody, null),
        ["GET /openapi.json"] = (_everybody, null),
        ["GET /healthz"] = (_everybody, null),
        ["GET /readyz"] = (_everybody, null),
        ["GET /metrics"] = (_everybody, null),
        ["GET /api/v1/whoami"] = (_everybody, null),
        ["GET /api/v1/planes"] = (_anyGrant, null),
        ["POST /api/v1/planes"] = (_engineers, "{}"),
        ["GET /api/v1/planes/{plane}"] = (_anyGrant, null),
        ["DELETE /api/v1/planes/{plane}"] = (_engineers, null),
        ["POST /api/v1/planes/{plane}/bundle"] = (_engineers, null),
        ["POST /api/v1/planes/{plane}/revoke"] = (_engineers, null),
        ["POST /api/v1/planes/{plane}/tokens"] = (_seeShop, """{"organization":"acme","project":"shop"}"""),
        ["POST /api/v1/planes/{plane}/secrets/hints"] = (_engineers, "{}"),
        ["GET /api/v1/planes/{plane}/held"] = (_engineers, null),
        ["POST /api/v1/planes/{plane}/adopt"] = (_engineers, "{}"),
        ["POST /api/v1/planes/{plane}/resign"] = (_engineers, null),
        ["GET /api/v1/planes/{plane}/intents"] = (_anyGrant, null),
        ["PUT /api/v1/planes/{plane}/intents/{id}"] = (_changeShop, Samples.Web),
        ["GET /api/v1/planes/{plane}/intents/{id}"] = (_seeShop, null),
        ["DELETE /api/v1/planes/{plane}/intents/{id}"] = (_changeShop, null),
        ["GET /api/v1/planes/{plane}/intents/{id}/status"] = (_seeShop, null),
        ["POST /api/v1/planes/{plane}/intents/{id}/suspend"] = (_changeShop, null),
        ["POST /api/v1/planes/{plane}/intents/{id}/resume"] = (_changeShop, null),
        ["POST /api/v1/planes/{plane}/intents/{id}/undeploy"] = (_changeShop, null),
        ["POST /api/v1/planes/{plane}/intents/{id}/retry"] = (_changeShop, null),
        ["POST /api/v1/planes/{plane}/intents/{id}/pause"] = (_changeShop, null),
        ["POST /api/v1/planes/{plane}/intents/{id}/unpause"] = (_changeShop, null),
        ["POST /api/v1/planes/{plane}/intents/{id}/restart"] = (_changeShop, null),
        ["POST /api/v1/planes/{plane}/intents/{id}/plan"] = (_changeShop, null),
        ["POST /api/v1/apply"] = (_changeShop, Samples.Web),
        ["GET /api/v1/pipelines"] = (_anyGrant, null),
        ["GET /api/v1/pipelines/{organization}/{pipeline}"] = (_seeShop, null),
        ["PUT /api/v1/pipelines/{organization}/{pipeline}"] = (_engineersOfAcme, "{}"),
        ["DELETE /api/v1/pipelines/{organization}/{pipeline}"] = (_engineersOfAcme, null),
        ["GET /api/v1/releases"] = (_anyGrant, null),
        ["GET /api/v1/releases/{organization}/{project}/{component}/{release}"] = (_seeShop, null),
        ["PUT /api/v1/releases/{organization}/{project}/{component}/{release}"] = (_changeShop, "{}"),
        ["GET /api/v1/bindings"] = (_anyGrant, null),
        ["GET /api/v1/bindings/{organization}/{project}/{component}/{environment}"] = (_seeShop, null),
        ["GET /api/v1/bindings/{organization}/{project}/{component}/{environment}/history"] = (_seeShop, null),
        ["PUT /api/v1/bindings/{organization}/{project}/{component}/{environment}/values"] = (_changeShop, "{}"),
        ["POST /api/v1/bindings/{organization}/{project}/{component}/{environment}/deploy"] = (_changeShop, null),
        ["POST /api/v1/bindings/{organization}/{project}/{component}/{environment}/promote"] = (_changeShop, null),
        ["POST /api/v1/bindings/{organization}/{project}/{component}/{environment}/rollback"] = (_changeShop, null),
        ["GET /api/v1/catalogue"] = (_anyGrant, null),
        ["GET /api/v1/catalogue/{organization}/{project}/{component}/{environment}/{endpoint}"] = (_seeShop, null),
        ["GET /api/v1/promotions"] = (_anyGrant, null),
        ["GET /api/v1/promotions/{organization}/{project}/{number}"] = (_seeShop, null),
        ["POST /api/v1/promotions/{organization}/{project}/{number}/approve"] = (_changeShop, null),
        ["POST /api/v1/promotions/{organization}/{project}/{number}/deny"] = (_changeShop, null),
        ["POST /api/v1/promotions/{organization}/{project}/{number}/cancel"] = (_changeShop, null),
        ["GET /api/v1/events"] = (_anyGrant, null),
        ["GET /api/v1/backup"] = (_admins, null),
        ["GET /api/v1/keys"] = (_anyGrant, null),
        ["POST /api/v1/keys"] = (_admins, "{}"),
        ["DELETE /api/v1/keys/{kid}"] = (_admins, null),
        ["GET /api/v1/trust"] = (_anyGrant, null),
        ["POST /api/v1/trust/{kind}/rotate"] = (_admins, null),
        ["POST /api/v1/trust/{kind}/activate"] = (_admins, null),
        ["POST /api/v1/trust/{kind}/retire"] = (_admins, null),
        ["GET /api/v1/users"] = (["admin-of-shop", "stranger", "big-admin"], null),
        ["POST /api/v1/users"] = (_admins, "{}"),
        ["GET /api/v1/users/{user}"] = (["admin-of-shop", "stranger", "big-admin"], null),
        ["DELETE /api/v1/users/{user}"] = (_admins, null),
        ["PUT /api/v1/users/{user}/grants/{organization}/{project}"] = (["admin-of-shop", "big-admin"], Developer),
        ["DELETE /api/v1/users/{user}/grants/{organization}/{project}"] = (["admin-of-shop", "big-admin"], null),
        ["GET /api/v1/users/{user}/tokens"] = (_admins, null),
        ["POST /api/v1/users/{user}/tokens"] = (_admins, "{}"),
        ["DELETE /api/v1/users/{user}/tokens/{token}"] = (_admins, null),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_route_has_an_entry_here() =>
        Assert.Equal(OpenApiContract.Operations.Keys.Order(StringComparer.Ordinal), _routes.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_route_lets_in_whom_it_should_and_nobody_else()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        (await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Someone.Of("acme", "shop"))).Expect(HttpStatusCode.Created);
        (await stub.SendAsync("POST", "/api/v1/users", """{"name":"bystander"}""")).Expect(HttpStatusCode.Created);
        var users = new List<Someone>();
        foreach (var (name, grants) in _users)
            users.Add(await Someone.AddAsync(stub, name, grants));
        // What belongs to something is deleted before it, and all deleting comes last; so what somebody asks for is still there.
        foreach (var (route, (letIn, body)) in _routes.OrderBy(r => r.Key.StartsWith("DELETE", StringComparison.Ordinal)).ThenByDescending(r => r.Key.Length))
            foreach (var user in users.OrderBy(u => letIn.Contains(u.Name)))
                await AskAsync(stub, user, route, body, letIn.Contains(user.Name));
        foreach (var user in users)
            user.Dispose();
    }

    private static async Task AskAsync(RunningStub stub, Someone user, string route, string? body, bool isLetIn)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        var asked = ApiPaths.Fill(path) + (path == "/api/v1/apply" ? "?plane=east" : path == "/api/v1/events" ? "?after=0" : "");
        var sent = body == Samples.Web ? Document(path) : body;
        using var client = stub.NewClient(user.Token);
        using var request = new HttpRequestMessage(new HttpMethod(method), asked);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (sent is not null)
            request.Content = new StringContent(sent, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var kind = await KindAsync(response);
        // A route that was entered may find that what it should change is gone, or that the body says too little; only rights are in question.
        var isRefused = response.StatusCode is HttpStatusCode.Forbidden || (kind == "not-found" && IsHidden(user, method, path));
        Assert.True(isLetIn == !isRefused, $"{user.Name}: {method} {asked} answered {(int)response.StatusCode} {kind}");
        Assert.True(!isRefused || (response.StatusCode == HttpStatusCode.NotFound) == IsHidden(user, method, path), $"{user.Name}: {method} {asked} answered {(int)response.StatusCode} {kind}");
    }

    /// <summary>Whether the intent that a path names does not exist for a user.</summary>
    private static bool IsHidden(Someone user, string method, string path) =>
        method != "PUT" && path.Contains("{id}", StringComparison.Ordinal) && (user.Name is "nobody" or "stranger");

    private static string Document(string path) => path.EndsWith("/apply", StringComparison.Ordinal)
        ? Someone.Of("acme", "shop").Replace("\"metadata\": {", "\"metadata\": { \"id\": \"applied\",", StringComparison.Ordinal)
        : Someone.Of("acme", "shop");

    private static async Task<string> KindAsync(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? ((string)System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["type"]!).Split(':')[^1]
            : "";
}
