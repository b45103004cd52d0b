using System.Net;

namespace Pdp.ControlStub.Tests.Operators;

/// <summary>A user of a running control plane, with a token.</summary>
internal sealed class Someone : IDisposable
{
    private readonly HttpClient _client;

    private Someone(RunningStub stub, string name, string token) => (Name, Token, _client) = (name, token, stub.NewClient(token));

    public string Name { get; }

    public string Token { get; }

    /// <summary>Makes a user.</summary>
    /// <param name="stub">Where.</param>
    /// <param name="name">Called so.</param>
    /// <param name="grants">What he is granted, such as <c>developer acme/shop</c>.</param>
    public static async Task<Someone> AddAsync(RunningStub stub, string name, params string[] grants)
    {
        (await stub.SendAsync("POST", "/api/v1/users", $$"""{"name":"{{name}}"}""")).Expect(HttpStatusCode.Created);
        foreach (var grant in grants)
            await GrantAsync(stub, name, grant);
        var made = (await stub.SendAsync("POST", $"/api/v1/users/{name}/tokens", """{"name":"test"}""")).Expect(HttpStatusCode.Created);
        return new Someone(stub, name, (string)made["token"]!);
    }

    /// <summary>Grants something, such as <c>developer acme/shop</c>.</summary>
    public static async Task GrantAsync(RunningStub stub, string name, string grant)
    {
        var parts = grant.Split(' ');
        var reply = await stub.SendAsync("PUT", $"/api/v1/users/{name}/grants/{parts[1]}", $$"""{"role":"{{parts[0]}}"}""");
        Assert.True(reply.Status == HttpStatusCode.NoContent, reply.Text);
    }

    public Task<Reply> SendAsync(
        string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers) =>
        RunningStub.SendAsync(_client, method, path, body, type, headers);

    /// <summary>Puts an intent of a project.</summary>
    public Task<Reply> PutAsync(string id, string organization, string project) =>
        SendAsync("PUT", $"/api/v1/planes/east/intents/{id}", Of(organization, project));

    /// <summary>An intent of a project.</summary>
    public static string Of(string organization, string project) =>
        Samples.Web.Replace("\"project\": \"shop\"", $"\"organization\": \"{organization}\", \"project\": \"{project}\"", StringComparison.Ordinal);

    public void Dispose() => _client.Dispose();
}
