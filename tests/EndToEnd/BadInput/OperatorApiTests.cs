using System.Net;
using Pdp.EndToEnd.MainJob;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.BadInput;

/// <summary>The stub's API under bad input: a problem that names the path and the rule, nothing half-done, the process lives.</summary>
[Collection(SharedStory.Name)]
public sealed class OperatorApiTests(PlayedStory story)
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string Head = """{"apiVersion":"pdp.dev/v1","kind":"Component","metadata":{"id":"bad"},"spec":""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Stage Stage => story.Stage;

    public static TheoryData<string, string, string, int, string> Bodies => new()
    {
        { "not JSON", Json, "{\"apiVersion\": ", 400, "" },
        { "not an object", Json, "[1, 2]", 400, "" },
        { "nothing", Json, "", 400, "" },
        { "not YAML", Yaml, "kind: [unclosed", 400, "" },
        { "an alias bomb", Yaml, Bomb(), 400, "" },
        { "too deep", Json, new string('[', 500) + new string(']', 500), 400, "" },
        { "a media type of another world", "application/protobuf", "x", 415, "" },
        { "an unknown kind", Json, Head.Replace("Component", "Rocket", StringComparison.Ordinal) + "{}}", 422, "kind" },
        { "a wrong type", Json, Head + """{"type":"service","release":"r","containers":{"main":{"image":"x"}},"replicas":"three"}}""", 422, "spec.replicas" },
        { "out of range", Json, Head + """{"type":"service","release":"r","containers":{"main":{"image":"x"}},"replicas":-1}}""", 422, "spec.replicas" },
        { "an unknown field", Json, Head + """{"type":"service","release":"r","containers":{"main":{"image":"x"}},"replicaz":1}}""", 422, "spec.replicaz" },
        { "a missing field", Json, Head + """{"type":"service","containers":{"main":{"image":"x"}}}}""", 422, "spec.release" },
        { "another id", Json, Head.Replace("bad", "other", StringComparison.Ordinal) + """{"type":"worker","release":"r","containers":{"main":{"image":"x"}}}}""", 422, "metadata.id" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_document_is_refused_with_its_path_and_leaves_nothing(string what, string type, string body, int status, string path)
    {
        var answer = await PutAsync(body, type);

        Assert.True((int)answer.Status == status, $"{what}: {(int)answer.Status} {answer.Text}");
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Contains(path, answer.Text, StringComparison.Ordinal);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_its_size()
    {
        var answer = await PutAsync("{\"a\":\"" + new string('x', 8 * 1024 * 1024) + "\"}", Json);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task All_errors_of_a_document_come_at_once()
    {
        var answer = await PutAsync(Head + """{"type":"rocket","release":"","containers":{},"replicas":"three","extra":1}}""", Json);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.All(["spec.type", "spec.replicas", "spec.extra"], path => Assert.Contains(path, answer.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_documents_one_bad_one_keeps_all_out()
    {
        var good = Shop.Documents(new StageImages()).First().Yaml;
        var bad = "---\napiVersion: core.openchoreo.dev/v1alpha1\nkind: ComponentRelease\nmetadata: {name: x}\nspec: {componentName: 7, image: [1]}\n";

        var answer = await Stage.Control.Api.SendAsync(HttpMethod.Post, $"/api/v1/apply?plane={Stage.Plane}", good + bad, Yaml, Ct);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("spec.image", answer.Text, StringComparison.Ordinal);
        await NothingHappenedAsync();
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData(null)]
    public async Task Without_the_token_nobody_gets_in(string? authorization)
    {
        using var handler = Stage.Control.Handler();
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Stage.Control.Operators, "/api/v1/planes"));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    // Eight lines that unfold to ten million values.
    private static string Bomb()
    {
        var lines = new List<string> { "a0: &a0 [x,x,x,x,x,x,x,x,x,x]" };
        for (var i = 1; i < 7; i++)
        {
            lines.Add($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]");
        }

        return string.Join('\n', lines) + "\n";
    }

    private Task<ApiAnswer> PutAsync(string body, string type) =>
        Stage.Control.Api.SendAsync(HttpMethod.Put, $"/api/v1/planes/{Stage.Plane}/intents/bad", body, type, Ct);

    private async Task NothingHappenedAsync()
    {
        Assert.False(Stage.Control.Process!.HasExited);
        Assert.Null(await Stage.Control.Api.IntentAsync(Stage.Plane, "bad", Ct));
        Assert.Null(await Stage.Cluster.GetAsync(ClusterPaths.Object("intents", "pdp-system", "bad"), Ct));
    }
}
