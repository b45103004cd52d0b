using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Api;

/// <summary>A failure as the Kubernetes API words it.</summary>
internal sealed record ApiStatus(int Code, string Reason, string Message)
{
    public string? Group { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    public int? RetryAfterSeconds { get; init; }

    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason.Length > 0)
            status["reason"] = Reason;
        if (Details() is { Count: > 0 } details)
            status["details"] = details;
        status["code"] = Code;
        return status;
    }

    private JsonObject Details()
    {
        var details = new JsonObject();
        if (Name is { Length: > 0 })
            details["name"] = Name;
        if (Group is { Length: > 0 })
            details["group"] = Group;
        if (Kind is { Length: > 0 })
            details["kind"] = Kind;
        if (Causes.Count > 0)
            details["causes"] = new JsonArray([.. Causes.Select(Cause)]);
        if (RetryAfterSeconds is { } seconds)
            details["retryAfterSeconds"] = seconds;
        return details;
    }

    private static JsonObject Cause(StatusCause cause)
    {
        var json = new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message };
        if (cause.Field is not null)
            json["field"] = cause.Field;
        return json;
    }
}

/// <summary>One reason why an object was refused: which field, and the rule.</summary>
internal sealed record StatusCause(string Reason, string Message, string? Field);
