using System.Net;
using System.Text.Json;

namespace Pdp.Observability.Tests.Support;

/// <summary>Reads what the API answers.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>A problem of this status; the last part of its type.</summary>
    public static async Task<(string Kind, JsonElement Problem)> ProblemAsync(this Task<HttpResponseMessage> answer, HttpStatusCode status)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement.Clone();
        return (problem.GetProperty("type").GetString()!.Split(':')[^1], problem);
    }

    public static IEnumerable<string?> Messages(this JsonElement answer) =>
        answer.GetProperty("logs").EnumerateArray().Select(line => line.GetProperty("message").GetString());
}
