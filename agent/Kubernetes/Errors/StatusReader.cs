using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Errors;

/// <summary>
/// Makes a <see cref="KubernetesStatus"/> of whatever came with an error code: a Status object, plain text, a proxy's page.
/// </summary>
internal static class StatusReader
{
    private const int MaxMessage = 2000;
    private const int MaxCauses = 50;

    // The server answers so, with code 500 and no reason, when an applied object does not fit its schema.
    private const string NotTyped = "failed to create typed patch object";

    private static readonly StatusDetails _noDetails = new(null, null, null, null, [], null);

    public static KubernetesStatus Read(int code, ReadOnlySpan<byte> body, bool aboutSecret, TimeSpan? retryAfter)
    {
        var status = FromJson(code, body) ?? FromText(code, body);
        if (status.Message.StartsWith(NotTyped, StringComparison.Ordinal)) status = status with { Reason = StatusReason.Invalid };
        if (retryAfter is not null) status = status with { Details = (status.Details ?? _noDetails) with { RetryAfter = retryAfter } };
        return aboutSecret ? Withhold(status) : status;
    }

    /// <summary>Reads a Status object, such as the one inside an ERROR event of a watch.</summary>
    public static KubernetesStatus FromObject(JsonObject status, int fallbackCode, bool aboutSecret)
    {
        var read = new KubernetesStatus(
            (int)(status.GetInt64("code") ?? fallbackCode),
            status.GetString("reason") ?? "",
            Cut(status.GetString("message") ?? ""),
            status.GetObject("details") is { } details ? ReadDetails(details) : null);
        return aboutSecret ? Withhold(read) : read;
    }

    private static KubernetesStatus? FromJson(int code, ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: StrictJson.Document(64)) is JsonObject { Kind: "Status" } status
                ? FromObject(status, code, aboutSecret: false)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static KubernetesStatus FromText(int code, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxMessage)]).Trim();
        // A proxy's page says nothing to people once it stands in a log line.
        var message = text.StartsWith('<') || text.StartsWith('{') ? "" : Cut(text);
        return new KubernetesStatus(code, ReasonOf(code), message);
    }

    private static string ReasonOf(int code) => (HttpStatusCode)code switch
    {
        HttpStatusCode.BadRequest => StatusReason.BadRequest,
        HttpStatusCode.Unauthorized => StatusReason.Unauthorized,
        HttpStatusCode.Forbidden => StatusReason.Forbidden,
        HttpStatusCode.NotFound => StatusReason.NotFound,
        HttpStatusCode.Gone => StatusReason.Gone,
        HttpStatusCode.TooManyRequests => StatusReason.TooManyRequests,
        HttpStatusCode.InternalServerError => StatusReason.InternalError,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable => StatusReason.ServiceUnavailable,
        HttpStatusCode.GatewayTimeout => StatusReason.Timeout,
        _ => "",
    };

    private static StatusDetails ReadDetails(JsonObject details) => new(
        details.GetString("group"),
        details.GetString("kind"),
        details.GetString("name"),
        details.GetString("uid"),
        [.. details.GetObjects("causes").Take(MaxCauses).Select(cause => new StatusCause(
            cause.GetString("field") ?? "", cause.GetString("reason") ?? "", Cut(cause.GetString("message") ?? "")))],
        details.GetInt64("retryAfterSeconds") is > 0 and < 86_400 and var seconds ? TimeSpan.FromSeconds(seconds) : null);

    // Validation repeats the value it does not like. Of a Secret only the fields may be told.
    private static KubernetesStatus Withhold(KubernetesStatus status)
    {
        var causes = status.Details?.Causes ?? [];
        var fields = string.Join(", ", causes.Select(cause => cause.Field).Where(field => field.Length > 0).Distinct());
        var harmless = status.Code is 401 or 404 or 409 or 429 or 503 or 504
            || (status.Code == 403 && status.Message.Contains("is forbidden: User", StringComparison.Ordinal));
        var message = harmless ? status.Message : fields.Length > 0 ? $"fields: {fields}" : "";
        return status with
        {
            Message = message,
            Details = status.Details is null ? null : status.Details with
            {
                Causes =
                [
                    .. causes.Select(cause => cause with
                    {
                        Message = "",
                        Reason = ImmutableField.IsPhrase(cause.Message) ? ImmutableField.Marker : cause.Reason,
                    }),
                ],
            },
        };
    }

    private static string Cut(string text) => text.Length <= MaxMessage ? text : $"{text[..MaxMessage]}…";
}
