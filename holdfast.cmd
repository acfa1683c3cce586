@echo off
rem Runs Holdfast from a source checkout: finds a JDK, builds what has changed, starts the app.
rem   JAVA_HOME           the JDK to use, when it is new enough
rem   HOLDFAST_JAVA_OPTS  further options for the Java virtual machine
setlocal enabledelayedexpansion
set "jdk_needed=25"
set "root=%~dp0"
set "jdk="

call :consider "%JAVA_HOME%"
for /f "delims=" %%j in ('where java 2^>nul') do call :consider "%%~dpj.."
for /d %%d in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\jdk*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*jdk*\current") do call :consider "%%~d"
if not defined jdk (
  >&2 echo holdfast: Holdfast needs a JDK of version %jdk_needed% or newer; there is none in JAVA_HOME, on the PATH, or in the usual places.
  >&2 echo holdfast: Install one ^(winget install EclipseAdoptium.Temurin.%jdk_needed%.JDK^), or set JAVA_HOME to it.
  exit /b 1
)

set "built=%root%target\launcher\built"
set "stale="
if not exist "%built%" set "stale=yes"
if not exist "%root%app-tui\target\class-path" set "stale=yes"
if not defined stale (
  powershell -NoProfile -Command "$b=(Get-Item '%built%').LastWriteTimeUtc; $r='%root%'; $s=@('pom.xml','engine\pom.xml','discovery\pom.xml','app-tui\pom.xml')|%%{Get-Item ($r+$_)}; $s+=Get-ChildItem -Recurse ($r+'engine\src\main'),($r+'discovery\src\main'),($r+'app-tui\src\main'); if($s|?{$_.LastWriteTimeUtc -gt $b}){exit 1}"
  if errorlevel 1 set "stale=yes"
)
if defined stale (
  >&2 echo holdfast: Building what has changed in the sources. The first time takes a minute or two.
  if not exist "%root%target\launcher" mkdir "%root%target\launcher"
  pushd "%root%"
  set "JAVA_HOME=!jdk!"
  type nul >"%built%.began"
  call mvn -B -pl app-tui -am process-classes >"%root%target\launcher\build.log" 2>&1
  if errorlevel 1 (
    popd
    >&2 echo holdfast: The build failed. Mend what the log names: %root%target\launcher\build.log
    exit /b 1
  )
  move /y "%built%.began" "%built%" >nul
  popd
  >&2 echo holdfast: Built.
)

set /p behind=<"%root%app-tui\target\class-path"
"%jdk%\bin\java" -Xmx256m -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %HOLDFAST_JAVA_OPTS% -cp "%root%app-tui\target\classes;%behind%" dev.holdfast.tui.TuiMain %*
exit /b %errorlevel%

:consider
if defined jdk exit /b
if "%~1"=="" exit /b
if not exist "%~1\bin\javac.exe" exit /b
if not exist "%~1\release" exit /b
for /f "tokens=2 delims==" %%v in ('findstr /b JAVA_VERSION= "%~1\release"') do for /f "delims=." %%m in (%%v) do if %%m geq %jdk_needed% set "jdk=%~1"
exit /b
