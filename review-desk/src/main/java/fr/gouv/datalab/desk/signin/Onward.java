package fr.gouv.datalab.desk.signin;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;

/**
 * Where a person was going when they were asked to sign in: to a page of this desk, by its path
 * alone. A message or a bookmark leads to a release; so does signing in on the way.
 */
public final class Onward {
  private static final String COOKIE = "datalab-suite";
  private static final String PAGE =
      "/(?:publications|donnees|conventions|catalogue|moi|audit)(?:/[\\w-][\\w.-]*)*";
  private static final int LONGEST = 200;
  private static final int SECONDS = 900;

  private Onward() {}

  /** The page that a request is for; the beginning, where it is for something else. */
  public static String of(Context context) {
    return leads(context.path()) ? context.path() : "/";
  }

  /** Keeps the way that a request without a session was on, if it is to a page. */
  public static void remember(Context context, boolean secure) {
    if (leads(context.path()) && "GET".equals(context.method().name())) {
      context.cookie(cookie(context.path(), SECONDS, secure));
    }
  }

  /** Where to go now; the beginning, where nothing was kept. */
  public static String take(Context context, boolean secure) {
    String kept = context.cookie(COOKIE);
    if (kept == null) {
      return "/";
    }
    context.cookie(cookie("", 0, secure));
    return leads(kept) ? kept : "/";
  }

  /** Whether a path is one of the desk's own pages: nothing that a browser takes for an address. */
  static boolean leads(String path) {
    return path.length() <= LONGEST && path.matches(PAGE);
  }

  private static Cookie cookie(String value, int seconds, boolean secure) {
    Cookie cookie = new Cookie(COOKIE, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setSameSite(SameSite.LAX);
    cookie.setMaxAge(seconds);
    return cookie;
  }
}
