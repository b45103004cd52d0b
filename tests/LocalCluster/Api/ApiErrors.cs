using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Api;

/// <summary>The refusals of the API, worded as clients know them.</summary>
internal static class ApiErrors
{
    public static ApiException NotFound(ResourceDefinition resource, string name) =>
        Of(404, "NotFound", $"{resource.Resource} \"{name}\" not found", resource, name);

    public static ApiException NoSuchResource() => new(new ApiStatus(404, "NotFound", "the server could not find the requested resource"));

    public static ApiException AlreadyExists(ResourceDefinition resource, string name) =>
        Of(409, "AlreadyExists", $"{resource.Resource} \"{name}\" already exists", resource, name);

    public static ApiException Modified(ResourceDefinition resource, string name) => Conflict(resource, name,
        "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException Conflict(ResourceDefinition resource, string name, string why) =>
        Of(409, "Conflict", $"Operation cannot be fulfilled on {resource.Resource} \"{name}\": {why}", resource, name);

    public static ApiException BadRequest(string message) => new(new ApiStatus(400, "BadRequest", message));

    public static ApiException MethodNotAllowed() =>
        new(new ApiStatus(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"));

    public static ApiException Forbidden(ResourceDefinition resource, string name, string why, params IReadOnlyList<StatusCause> causes)
    {
        var refused = Of(
            403, "Forbidden", $"{resource.Resource}{(name.Length > 0 ? $" \"{name}\"" : "")} is forbidden: {why}", resource, name);
        return new ApiException(refused.Status with { Causes = causes });
    }

    public static ApiException NotAcceptable(string accepted) =>
        new(new ApiStatus(406, "NotAcceptable", $"only the following media types are accepted: {accepted}"));

    public static ApiException UnsupportedMediaType(string accepted) => new(new ApiStatus(415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {accepted}"));

    public static ApiException TooLarge(string message) => new(new ApiStatus(413, "RequestEntityTooLarge", message));

    public static ApiException Expired(string message) => new(new ApiStatus(410, "Expired", message));

    /// <summary>What the API server answers where it has no better word: no reason, status 500.</summary>
    public static ApiException Unclassified(string message) => new(new ApiStatus(500, "", message));

    public static ApiException VersionTooLarge(long wanted, long current) => new(new ApiStatus(504, "Timeout",
        $"Timeout: Too large resource version: {wanted}, current: {current}")
    {
        Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", null)],
        RetryAfterSeconds = 1,
    });

    /// <summary>Invalid for one cause, whose kind goes before its detail: <c>Required value: ...</c>.</summary>
    public static ApiException Invalid(string qualifiedKind, string name, string field, string reason, string message) =>
        Invalid(qualifiedKind, name, [new StatusCause(reason, message, field)]);

    public static ApiException Invalid(string qualifiedKind, string name, IReadOnlyList<StatusCause> causes)
    {
        var texts = causes.Select(c => $"{c.Field}: {c.Message}").Distinct(StringComparer.Ordinal).ToList();
        var all = texts is [var only] ? only : $"[{string.Join(", ", texts)}]";
        var dot = qualifiedKind.IndexOf('.', StringComparison.Ordinal);
        return new ApiException(new ApiStatus(422, "Invalid", $"{qualifiedKind} \"{name}\" is invalid: {all}")
        {
            Group = dot < 0 ? null : qualifiedKind[(dot + 1)..],
            Kind = dot < 0 ? qualifiedKind : qualifiedKind[..dot],
            Name = name,
            Causes = causes,
        });
    }

    private static ApiException Of(int code, string reason, string message, ResourceDefinition resource, string name) =>
        new(new ApiStatus(code, reason, message) { Group = resource.Group, Kind = resource.Plural, Name = name });
}
