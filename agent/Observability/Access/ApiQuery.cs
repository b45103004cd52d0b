using Microsoft.AspNetCore.Http;
using Pdp.Protocol;

namespace Pdp.Observability.Access;

/// <summary>Reads the parameters of an address. One that is not known is an error, as a field of a body is.</summary>
public sealed class ApiQuery
{
    /// <summary>Longest value, characters.</summary>
    public const int MaxChars = 2000;

    private readonly IQueryCollection _query;

    /// <param name="context">The request.</param>
    /// <param name="names">The parameters there are.</param>
    /// <exception cref="ApiProblemException">There is another one, or one is too long.</exception>
    public ApiQuery(HttpContext context, params IReadOnlyCollection<string> names)
    {
        _query = context.Request.Query;
        if (_query.Keys.Any(name => !names.Contains(name, StringComparer.Ordinal)))
            throw Wrong(new FieldError("", names.Count == 0 ? "may have no parameters" : $"may only have the parameters {string.Join(", ", names)}"));
        foreach (var name in names)
        {
            if (_query[name].Any(value => value?.Length > MaxChars)) throw Wrong(new FieldError(name, $"must have at most {MaxChars} characters"));
        }
    }

    /// <summary>A parameter that may stand once; null when it does not.</summary>
    /// <exception cref="ApiProblemException">It stands twice.</exception>
    public string? One(string name) => _query[name] switch
    {
        [] => null,
        [var value] => value,
        _ => throw Wrong(new FieldError(name, "must stand once")),
    };

    /// <summary>A parameter that may stand several times.</summary>
    public IReadOnlyList<string> Many(string name) => [.. _query[name].OfType<string>()];

    /// <summary>The part of the plane asked for by <c>organization</c>, <c>project</c>, <c>environment</c> and <c>component</c>.</summary>
    public PlaneScope Scope() => new(One("organization"), One("project"), One("environment"), One("component"));

    /// <summary>An error in a parameter.</summary>
    public static ApiProblemException Wrong(FieldError error) =>
        new(ApiProblem.BadRequest("bad-parameter", "Change what the errors name.", [error]));
}
