using System.Text;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Tests.Errors;

public sealed class StatusReaderTests
{
    private const string Value = "c2VjcmV0LXZhbHVl";

    [Theory]
    [InlineData("""Secret "s" is invalid: data: Forbidden: field is immutable when `immutable` is set""")]
    [InlineData("""Invalid value: {"matchLabels":{"app":"other"}}: field is immutable""")]
    [InlineData("""Invalid value: ["10.96.0.77"]: may not change once set""")]
    [InlineData("Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden")]
    [InlineData("Forbidden: spec is immutable after creation except resources.requests")]
    public void A_field_that_cannot_be_changed_is_recognised(string message)
    {
        Assert.True(Error(422, "Invalid", message).IsImmutableField);
        Assert.True(Error(422, "Invalid", message, aboutSecret: true).IsImmutableField);
        Assert.False(Error(409, "Conflict", message).IsImmutableField);
        Assert.False(Error(422, "Invalid", "Required value").IsImmutableField);
    }

    [Theory]
    [InlineData(422, "Invalid")]
    [InlineData(400, "BadRequest")]
    [InlineData(500, "")]
    [InlineData(403, "Forbidden")]
    public void About_a_secret_only_fields_are_told(int code, string reason)
    {
        var error = Error(code, reason, $"data[key]: Invalid value: \"{Value}\": expected string, got {Value}", aboutSecret: true);

        Assert.DoesNotContain(Value, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Value, string.Concat(error.Status.Details!.Causes), StringComparison.Ordinal);
        Assert.Contains("data[key]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_a_secret_may_not_be_read_is_told_in_the_servers_words()
    {
        var error = Error(403, "Forbidden", "secrets \"s\" is forbidden: User \"agent\" cannot get resource \"secrets\"", aboutSecret: true);

        Assert.Contains("cannot get resource", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsForbidden);
    }

    [Fact]
    public void A_schema_error_is_invalid_whatever_code_the_server_gives_it()
    {
        const string message = "failed to create typed patch object (/a; /v1, Kind=Secret): .data.k: expected string, got &value.valueUnstructured{Value:5}";

        Assert.True(Error(500, "", message).IsInvalid);
        Assert.True(Error(500, "", message, aboutSecret: true).IsInvalid);
        Assert.DoesNotContain("Value:5", Error(500, "", message, aboutSecret: true).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, "<html>Bad Gateway</html>", "x: 502 ServiceUnavailable")]
    [InlineData(404, "404 page not found\n", "x: 404 NotFound: 404 page not found")]
    [InlineData(503, "", "x: 503 ServiceUnavailable")]
    [InlineData(418, "{\"kind\":\"Teapot\"}", "x: HTTP 418")]
    [InlineData(400, "{\"kind\":\"Status\",\"code\":\"many\",\"details\":[],\"message\":5}", "x: HTTP 400")]
    public void What_is_no_status_object_still_makes_a_short_message(int code, string body, string expected) =>
        Assert.Equal(expected, new KubernetesException("x", StatusReader.Read(code, Encoding.UTF8.GetBytes(body), false, null)).Message);

    [Fact]
    public void Long_messages_are_cut_and_causes_are_bounded()
    {
        var causes = new JsonArray([.. Enumerable.Range(0, 200).Select(i => new JsonObject { ["field"] = $"f{i}", ["message"] = new string('m', 5000) })]);
        var body = new JsonObject { ["kind"] = "Status", ["message"] = new string('x', 1_000_000), ["details"] = new JsonObject { ["causes"] = causes } };

        var status = StatusReader.Read(422, Encoding.UTF8.GetBytes(body.ToJsonString()), false, null);

        Assert.Equal(2001, status.Message.Length);
        Assert.Equal(50, status.Details!.Causes.Count);
    }

    [Fact]
    public void The_time_to_come_back_is_taken_from_the_status_or_the_header()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), StatusReader.Read(429, """{"kind":"Status","details":{"retryAfterSeconds":3}}"""u8, false, null).Details?.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(5), StatusReader.Read(429, """{"kind":"Status","details":{"retryAfterSeconds":3}}"""u8, false, TimeSpan.FromSeconds(5)).Details?.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(5), StatusReader.Read(429, ""u8, false, TimeSpan.FromSeconds(5)).Details?.RetryAfter);
    }

    [Fact]
    public void A_namespace_on_its_way_out_is_recognised()
    {
        var body = """{"kind":"Status","reason":"Forbidden","code":403,"details":{"causes":[{"reason":"NamespaceTerminating","field":"metadata.namespace"}]}}"""u8;

        Assert.True(new KubernetesException("x", StatusReader.Read(403, body, false, null)).IsNamespaceTerminating);
    }

    private static KubernetesException Error(int code, string reason, string message, bool aboutSecret = false)
    {
        var body = new JsonObject
        {
            ["kind"] = "Status",
            ["code"] = code,
            ["reason"] = reason,
            ["message"] = message,
            ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["field"] = "data[key]", ["message"] = message }) },
        };
        return new KubernetesException("x", StatusReader.Read(code, Encoding.UTF8.GetBytes(body.ToJsonString()), aboutSecret, null));
    }
}
