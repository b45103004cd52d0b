using System.Net;
using System.Text;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Tests.Api;

/// <summary>Bad input at the operators' door: a clear problem each time, nothing of it repeated, nothing half done.</summary>
public sealed class HostileInputTests
{
    private const string Canary = "CanaryCanaryCanary";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Bodies that cannot be read: name, media type, body, the rule that is told.</summary>
    public static TheoryData<string, string, string, string> Unreadable => new()
    {
        { "nothing at all", "application/json", "", FindingRules.Syntax },
        { "not JSON", "application/json", Canary, FindingRules.Syntax },
        { "cut off", "application/json", "{\"a\": \"" + Canary, FindingRules.Syntax },
        { "a list", "application/json", $"[\"{Canary}\"]", FindingRules.WrongType },
        { "a name twice", "application/json", $$"""{"{{Canary}}":1,"{{Canary}}":2}""", FindingRules.Duplicate },
        { "half a character", "application/json", """{"a":"\ud800"}""", FindingRules.Syntax },
        { "too deep", "application/json", "{\"a\":" + new string('[', 100) + new string(']', 100) + "}", FindingRules.TooDeep },
        { "a comment", "application/json", "{/* " + Canary + " */}", FindingRules.Syntax },
        { "unfinished YAML", "application/yaml", "a: [" + Canary, FindingRules.Syntax },
        { "tabs in YAML", "application/yaml", "a:\n\t- " + Canary, FindingRules.Syntax },
        { "a YAML name twice", "application/yaml", $"{Canary}: 1\n{Canary}: 2\n", FindingRules.Duplicate },
        { "a YAML list", "application/yaml", $"- {Canary}", FindingRules.WrongType },
        { "a merge key", "application/yaml", $"a: &x {{b: {Canary}}}\nc: {{<<: *x}}", FindingRules.Unsupported },
        { "a tag", "application/yaml", $"a: !!python/object:os.system {Canary}", FindingRules.Unsupported },
        { "a mapping as a name", "application/yaml", $"? {{a: {Canary}}}\n: 1", FindingRules.Unsupported },
        { "an unknown alias", "application/yaml", "a: *nowhere", FindingRules.Syntax },
        { "itself inside itself", "application/yaml", "a: &a [*a]", FindingRules.Syntax },
        { "octal or not", "application/yaml", "a: 0777", FindingRules.Ambiguous },
        { "no number", "application/yaml", "a: .nan", FindingRules.BadValue },
        { "too deep in YAML", "application/yaml", "a: " + new string('[', 100) + new string(']', 100), FindingRules.TooDeep },
        { "very much too deep in YAML", "application/yaml", "a: " + new string('[', 60_000), FindingRules.TooDeep },
        { "a bomb", "application/yaml", Bomb(), FindingRules.TooMany },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_body_that_cannot_be_read_is_a_problem_with_the_rule_it_broke(string name, string type, string body, string rule)
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var reply = await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", body, type);
        Assert.True(reply.Status == HttpStatusCode.BadRequest, $"{name}: {reply.Text}");
        Assert.Equal("application/problem+json", reply.MediaType);
        Assert.Contains(reply.Errors, e => e.EndsWith(": " + rule, StringComparison.Ordinal));
        // Names of fields are shown where they are; values never.
        if (rule != FindingRules.Duplicate)
            Assert.DoesNotContain(Canary, reply.Text);
        if (body.Length > 0)
        {
            var applied = await stub.SendAsync("POST", "/api/v1/apply?plane=east", body, type);
            Assert.InRange((int)applied.Status, 400, 422);
            Assert.NotEmpty(applied.Errors);
        }

        (await stub.SendAsync("GET", "/api/v1/planes/east")).Expect(HttpStatusCode.OK);
    }

    /// <summary>Requests that are wrong before any document is looked at: method, path, media type, body, status.</summary>
    public static TheoryData<string, string, string?, string?, HttpStatusCode> WrongRequests => new()
    {
        { "GET", "/api/v1/nowhere", null, null, HttpStatusCode.NotFound },
        { "GET", "/nowhere", null, null, HttpStatusCode.NotFound },
        { "GET", "/api/v1/planes/none", null, null, HttpStatusCode.NotFound },
        { "GET", "/api/v1/planes/none/intents", null, null, HttpStatusCode.NotFound },
        { "PUT", "/api/v1/planes/none/intents/web", "application/json", Samples.Web, HttpStatusCode.NotFound },
        { "POST", "/api/v1/apply?plane=none", "application/yaml", "a: 1", HttpStatusCode.NotFound },
        { "PATCH", "/api/v1/planes", null, null, HttpStatusCode.MethodNotAllowed },
        { "DELETE", "/api/v1/events", null, null, HttpStatusCode.MethodNotAllowed },
        { "POST", "/api/v1/planes", null, """{"id":"a"}""", HttpStatusCode.UnsupportedMediaType },
        { "POST", "/api/v1/planes", "text/plain", """{"id":"a"}""", HttpStatusCode.UnsupportedMediaType },
        { "POST", "/api/v1/planes", "application/json; charset=utf-16", """{"id":"a"}""", HttpStatusCode.UnsupportedMediaType },
        { "POST", "/api/v1/apply", "application/yaml", "a: 1", HttpStatusCode.BadRequest },
        { "POST", "/api/v1/apply?plane=east&plane=west", "application/yaml", "a: 1", HttpStatusCode.BadRequest },
        { "POST", "/api/v1/apply?plane=east&dryRun=maybe", "application/yaml", "a: 1", HttpStatusCode.BadRequest },
        { "GET", "/api/v1/planes?limit=0", null, null, HttpStatusCode.BadRequest },
        { "GET", "/api/v1/planes?limit=99999999999999999999", null, null, HttpStatusCode.BadRequest },
        { "GET", "/api/v1/planes/east/intents?phase=Sleeping", null, null, HttpStatusCode.BadRequest },
        { "DELETE", "/api/v1/planes/east/intents/web?deletevolumes=true", null, null, HttpStatusCode.BadRequest },
        { "GET", "/api/v1/events?after=-1", null, null, HttpStatusCode.BadRequest },
        { "PUT", "/api/v1/planes/east/intents/Not%20A%20Label", "application/json", Samples.Web, HttpStatusCode.UnprocessableEntity },
        { "PUT", "/api/v1/planes/east/intents/web", "application/yaml", "a: 1\n---\nb: 2", HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(WrongRequests))]
    public async Task A_wrong_request_is_a_problem(string method, string path, string? type, string? body, HttpStatusCode status)
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        (await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web)).Expect(HttpStatusCode.Created);
        var reply = await stub.SendAsync(method, path, body, type ?? "");
        reply.Expect(status);
        Assert.Equal("application/problem+json", reply.MediaType);
        Assert.StartsWith("urn:pdp:problem:", (string?)reply.Json["type"]);
        Assert.NotEmpty((string?)reply.Json["detail"] ?? "");
        Assert.Equal((int)status, (int)reply.Json["status"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer pdp_x.y")]
    [InlineData("Bearer pdp_")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer CanaryCanaryCanary")]
    public async Task Without_the_token_every_path_of_the_API_answers_the_same(string? authorization)
    {
        await using var stub = await RunningStub.StartAsync();
        using var client = stub.NewClient(null);
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        var answers = new HashSet<string>();
        foreach (var path in new[] { "/api/v1/planes", "/api/v1/planes/none", "/api/v1/nowhere", "/API/V1/planes", "/api" })
        {
            using var response = await client.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString());
            answers.Add(await response.Content.ReadAsStringAsync(Cancel));
        }

        Assert.DoesNotContain(Canary, Assert.Single(answers));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_it_says_so_or_not()
    {
        await using var stub = await RunningStub.StartAsync(o => o with { Limits = o.Limits with { MaxApplyBytes = 2048 } });
        await stub.AddPlaneAsync();
        var large = "a: " + new string('x', 4096);
        (await stub.ApplyAsync(large)).Expect(HttpStatusCode.RequestEntityTooLarge);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/apply?plane=east") { Content = new ChunkedContent(large) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await stub.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_intent_over_its_own_limit_is_told_so()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var reply = await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.WebOf("a:" + new string('x', 600_000)));
        reply.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(": tooLarge", Assert.Single(reply.Errors));
    }

    [Fact]
    public async Task Many_documents_are_bounded()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        var reply = await stub.ApplyAsync(string.Join("\n---\n", Enumerable.Repeat("a: 1", 600)));
        Assert.Contains(reply.Errors, e => e.EndsWith(": tooMany", StringComparison.Ordinal));
        Assert.True(reply.Json["moreErrors"] is not null || reply.Errors.Count <= 200);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        using var content = new ByteArrayContent([0xff, 0xfe, 0x00]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/yaml");
        using var response = await stub.Client.PostAsync("/api/v1/apply?plane=east", content, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_start_page_is_plain_and_loads_nothing()
    {
        await using var stub = await RunningStub.StartAsync();
        using var nobody = stub.NewClient(null);
        using var response = await nobody.GetAsync("/", Cancel);
        var page = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("{{", page);
        Assert.Contains("pdp-control apply", page);
    }

    private static string Bomb()
    {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 10; i++)
            text.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        return text.ToString();
    }

    private sealed class ChunkedContent : HttpContent
    {
        private readonly string _text;

        public ChunkedContent(string text)
        {
            _text = text;
            Headers.TryAddWithoutValidation("Content-Type", "application/yaml");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(Encoding.UTF8.GetBytes(_text)).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
