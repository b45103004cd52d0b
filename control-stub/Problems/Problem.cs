using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Problems;

/// <summary>An error as RFC 9457 has it. Says which rule was broken and what to change; never repeats what was sent.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Kind">The last part of its <c>type</c>; part of the operator API.</param>
/// <param name="Title">The same for every problem of the kind.</param>
/// <param name="Detail">What to do about this one.</param>
/// <param name="Errors">Everything wrong, where there is more to say.</param>
/// <param name="RetryAfter">When to try again.</param>
internal sealed record Problem(
    int Status, string Kind, string Title, string Detail, IReadOnlyList<Finding>? Errors = null, TimeSpan? RetryAfter = null)
{
    /// <summary>What every <c>type</c> begins with.</summary>
    public const string TypePrefix = "urn:pdp:problem:";

    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    public static Problem BadRequest(string detail, IReadOnlyList<Finding>? errors = null) =>
        new(400, "bad-request", "The request cannot be read", detail, errors);

    public static Problem Unauthorized() => new(
        401, "unauthorized", "A token is needed", "Send the header 'Authorization: Bearer <token>' with a token of this control plane that was not revoked.");

    /// <summary>The caller may not.</summary>
    /// <param name="missing">What he lacks.</param>
    public static Problem Forbidden(IReadOnlyList<Finding> missing) => new(
        403, "forbidden", "You may not", "Ask an administrator for what the errors name: pdp-control grants add USER ROLE --organization ... --project ...", missing);

    public static Problem NoPlane() => NotFound("There is no such plane. GET /api/v1/planes lists those there are.");

    public static Problem NoUser() => NotFound("There is no such user. GET /api/v1/users lists those there are.");

    public static Problem NotFound(string detail) => new(404, "not-found", "There is nothing here", detail);

    public static Problem Conflict(string detail, IReadOnlyList<Finding>? errors = null) => new(409, "conflict", "It cannot be done as things are", detail, errors);

    public static Problem Outdated() => new(
        412, "outdated", "It was changed meanwhile", "Read the intent again and send the change with the generation it has now in If-Match.");

    public static Problem UnsupportedMediaType() => new(
        415, "unsupported-media-type", "The body's media type is not known here", "Set Content-Type to application/json or application/yaml.");

    public static Problem Invalid(IReadOnlyList<Finding> errors) => new(
        422, "invalid", "The document breaks its rules", $"Change what {Count(errors)} and send it again; nothing was changed.", errors);

    public static Problem Busy(int status, string detail, TimeSpan retryAfter) =>
        new(status, "busy", "Not now", detail, RetryAfter: retryAfter);

    public static Problem StoreAway() =>
        Busy(503, "The store does not answer. Try again; nothing that was answered before is lost.", TimeSpan.FromSeconds(5));

    /// <summary>The problem that a bare status stands for.</summary>
    public static Problem Of(int status) => status switch
    {
        401 => Unauthorized(),
        404 => NotFound("There is no such path. GET /openapi.json lists those there are."),
        405 => new(405, "method-not-allowed", "The method is not known here", "Use one of the methods in the Allow header."),
        413 => new(413, "too-large", "The body is too large", "Send less at once: the limits are in the OpenAPI document."),
        415 => UnsupportedMediaType(),
        >= 500 => new(status, "internal", "The control plane failed", "Try again; if it goes on, the log of the control plane says more."),
        _ => new(status, "bad-request", "The request cannot be read", "Look at the OpenAPI document for what is expected."),
    };

    private static string Count(IReadOnlyList<Finding> errors) => errors.Count == 1 ? "the error says" : $"the {errors.Count} errors say";
}
