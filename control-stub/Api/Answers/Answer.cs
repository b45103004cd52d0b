using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>Makes answers.</summary>
internal static class Answer
{
    /// <summary>JSON with a status.</summary>
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, (JsonTypeInfo<T>)AnswerJson.Writing.GetTypeInfo(typeof(T)), statusCode: status);

    /// <summary>The generation as an entity tag, for <c>If-Match</c> on the next change.</summary>
    public static void Tag(HttpContext context, long generation) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{generation}\"");
}
