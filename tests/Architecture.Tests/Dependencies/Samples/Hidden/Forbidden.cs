namespace Pdp.Architecture.Tests.Dependencies.Samples.Hidden;

/// <summary>What the sample table forbids to everybody.</summary>
public class Forbidden
{
    public static readonly int Field = 1;

    public static int Call() => Field;
}

public interface IForbidden;

public sealed class ForbiddenException : Exception;

[AttributeUsage(AttributeTargets.All)]
public sealed class ForbiddenAttribute : Attribute;

public enum ForbiddenChoice
{
    One,
}

/// <summary>An internal type: a neighbour that may see the face may not see this.</summary>
internal static class Internals
{
    public static int Call() => 2;
}
